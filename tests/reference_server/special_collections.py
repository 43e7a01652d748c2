"""Collections of other species, of phantoms, and of data that is not for everybody."""

from . import known_uids
from .catalogue import Collection, Equipment, Patient, Series, Study
from .equipment import BRUKER, ELEKTA, GE_MR, PHILIPS_MR
from .licences import BY_3, BY_4, BY_NC_4, RESTRICTED, WITHOUT_URL

_CARESTREAM = Equipment(manufacturer="Carestream Health", model="DRX-REVOLUTION", software="5.7.412.7007")

GLIOMA = Collection(
    name="ICDC-Glioma",
    submitted="2020-09-01 10:10:10.0",
    released="2020-09-15 00:00:00.0",
    licence=BY_4,
    description_uri="https//doi.org/10.7937/tcia.svqt-q016",
    patients=tuple(
        Patient(
            identifier=identifier,
            name=identifier,
            species_code="448771007",
            species="Canis lupus familiaris",
            studies=(
                Study(
                    key="brain",
                    date="2009-10-13 00:00:00.0",
                    description="Brain [canine]",
                    series=(
                        Series(
                            key="T1",
                            modality="MR",
                            images=12,
                            number=5,
                            description="T1 transversal +C",
                            body_part="BRAIN",
                            equipment=PHILIPS_MR,
                        ),
                        Series(
                            key="FLAIR",
                            modality="MR",
                            images=12,
                            number=6,
                            description="FLAIR",
                            body_part="BRAIN",
                            equipment=PHILIPS_MR,
                        ),
                        Series(
                            key="segmentation",
                            modality="SEG",
                            images=1,
                            number=100,
                            description="Tumor segmentation",
                            source="T1",
                            third_party="YES",
                            submitted="2023-04-01 07:08:09.0",
                            released="2023-04-13 00:00:00.0",
                        ),
                    ),
                ),
            ),
        )
        for identifier in ("GLIOMA01-i_03B7", "GLIOMA01-i_0A25")
    ),
)

MOUSE = Collection(
    name="Mouse-Astrocytoma",
    submitted="2013-11-01 00:00:00.0",
    released="2013-11-04 11:45:52.0",
    description_uri="https://doi.org/10.7937/K9TCIA.2017.SGW7CAQW",
    patients=(
        Patient(
            identifier="MA0417",
            name="MA0417",
            sex="M",
            species_code="447612001",
            species="Mus musculus",
            studies=(
                Study(
                    key="head",
                    date="2010-12-24 00:00:00.0",
                    identifier="StudyID",
                    age="012W",
                    series=(
                        Series(
                            key="T2",
                            uid=known_uids.MOUSE,
                            first_sop_uid=known_uids.MOUSE_IMAGE,
                            modality="MR",
                            images=8,
                            number=1,
                            protocol="RARE 8x\\turbo",
                            equipment=BRUKER,
                        ),
                        Series(
                            key="sizes unknown",
                            modality="MR",
                            images=3,
                            number=2,
                            equipment=BRUKER,
                            sizes_known=False,
                        ),
                    ),
                ),
            ),
        ),
    ),
)

COVID = Collection(
    name="COVID-19-NY-SBU",
    submitted="2023-03-01 09:09:09.0",
    released="2023-03-28 00:00:00.0",
    licence=BY_NC_4,
    description_uri="https://doi.org/10.7937/TCIA.BBAG-2923",
    patients=(
        Patient(
            identifier="A734518",
            name="A734518",
            sex="M",
            birth_date="1951-01-01 00:00:00.0",
            studies=(
                Study(
                    key="chest",
                    date="1900-01-07 00:00:00.0",
                    description="CHEST AP PORT",
                    age="069Y",
                    event_type="ADMISSION",
                    event_offset=2.0,
                    series=(
                        Series(
                            key="film",
                            modality="DX",
                            images=2,
                            number=1,
                            description="AP",
                            body_part="PORT CHEST",
                            equipment=_CARESTREAM,
                        ),
                        Series(
                            key="later film",
                            modality="DX",
                            images=1,
                            number=2,
                            description="AP",
                            body_part="CHEST (THORAX) ",
                            equipment=_CARESTREAM,
                            released="2023-03-28 00:00:00.5",
                        ),
                        Series(
                            key="downloadable",
                            modality="CT",
                            images=5,
                            number=3,
                            body_part="CHEST",
                            visibility="12",
                            released="2023-04-02 10:00:00.0",
                        ),
                        Series(
                            key="licence without URL",
                            modality="CT",
                            images=6,
                            number=4,
                            body_part="CHEST",
                            licence=WITHOUT_URL,
                            released="2024-02-29 23:59:59.0",
                        ),
                    ),
                ),
            ),
        ),
    ),
)

RESTRICTED_FACES = Collection(
    name="Restricted-Faces",
    submitted="2021-01-01 01:01:01.0",
    released="2021-02-02 02:02:02.0",
    licence=RESTRICTED,
    public=False,
    patients=(
        Patient(
            identifier="RF-0001",
            name="RF-0001",
            studies=(
                Study(
                    key="head",
                    series=(Series(key="CT", modality="CT", images=6, body_part="FACE", equipment=GE_MR),),
                ),
            ),
        ),
    ),
)

PET_PHANTOM = Collection(
    name="RIDER PHANTOM PET-CT",
    submitted="2011-09-01 08:00:00.0",
    released="2011-10-10 10:10:10.0",
    licence=BY_3,
    patients=(
        Patient(
            identifier="Phantom 5/ACR",
            name="Phantom^ACR",
            phantom="YES",
            studies=(
                Study(
                    key="scan",
                    date="1990-01-01 00:00:00.0",
                    description="QC",
                    series=(
                        Series(key="CT", modality="CT", images=10, number=2, equipment=ELEKTA),
                        # Looks encoded twice: the server's XML and HTML answers stop here.
                        Series(key="PET", modality="PT", images=10, number=3, description="SUV &amp;lt; 2.5"),
                    ),
                ),
            ),
        ),
    ),
)

COLLECTIONS = (GLIOMA, MOUSE, COVID, RESTRICTED_FACES, PET_PHANTOM)
"""In the order in which the archive took them in; what breaks whole documents comes last."""
