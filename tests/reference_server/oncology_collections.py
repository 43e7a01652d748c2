"""Collections of MR and PET with annotations, and with texts in other alphabets than ASCII."""

from .catalogue import Collection, Equipment, Patient, Series, Study
from .equipment import ELEKTA, GE_MR, PHILIPS_MR, SIEMENS_MR
from .licences import BY_3, BY_4, BY_NC_4

_PROSTATE = Series(
    key="T2",
    modality="MR",
    images=16,
    number=5,
    description="T2 AX HI RES",
    body_part="PROSTATE",
    protocol="Prostate  W/WO",
    equipment=GE_MR,
)

TCGA_PRAD = Collection(
    name="TCGA-PRAD",
    submitted="2014-08-01 06:07:08.0",
    released="2014-10-01 12:00:00.0",
    licence=BY_3,
    description_uri="https://doi.org/10.7937/K9/TCIA.2016.YXOGLM4Y",
    patients=(
        Patient(
            identifier="TCGA-ZG-A9X1",
            name="TCGA-ZG-A9X1",
            sex="M",
            ethnic_group="Non-Hispanic",
            studies=(
                Study(
                    key="MRI",
                    date="2005-09-09 00:00:00.0",
                    description="MRI PROSTATE W/WO CONTRAST",
                    age="066Y",
                    series=(
                        _PROSTATE,
                        Series(
                            key="DCE",
                            modality="MR",
                            images=24,
                            number=900,
                            description="C:DCE TRACE/T1 FSPGR +C",
                            body_part="PROSTATE",
                            equipment=GE_MR,
                            acquisitions=3,
                            shuffled=True,
                        ),
                        Series(
                            key="diffusion",
                            modality="MR",
                            images=12,
                            number=7,
                            description="ADC (10^-6 mm²/s)",
                            body_part="PROSTATE",
                            equipment=PHILIPS_MR,
                        ),
                    ),
                ),
            ),
        ),
        Patient(
            identifier="TCGA-ZG-A9X1",
            name="TCGA-ZG-A9X1",
            sex="M",
            studies=(
                Study(
                    key="second site",
                    date="2006-02-20 00:00:00.0",
                    description="MRI PROSTATE",
                    age="067Y",
                    series=(_PROSTATE,),
                ),
            ),
        ),
        Patient(
            identifier="TCGA-ZG-A9X4",
            name="TCGA-ZG-A9X4",
            sex="M",
            studies=(
                Study(
                    key="CT",
                    date="2004-03-30 00:00:00.0",
                    description="NA",
                    age="59",
                    series=(
                        Series(
                            key="abdomen",
                            modality="CT",
                            images=14,
                            number=3,
                            description="ABD/PEL 5MM",
                            body_part="ABDOMEN_PELVIS ",
                            equipment=Equipment(manufacturer="GE MEDICAL SYSTEMS", model="LightSpeed VCT"),
                        ),
                        Series(
                            key="unreleased",
                            modality="CT",
                            images=4,
                            number=4,
                            description="not yet curated",
                            body_part="SECRET PART",
                            visibility="0",
                            released=None,
                        ),
                    ),
                ),
            ),
        ),
    ),
)

PANCREAS = Collection(
    name="Pancreatic-CT-CBCT-SEG",
    submitted="2022-08-11 13:02:12.0",
    released="2022-08-23 00:00:00.0",
    licence=BY_4,
    description_uri="https://doi.org/10.7937/TCIA.ESHQ-4D90",
    patients=tuple(
        Patient(
            identifier=identifier,
            name=identifier,
            sex=sex,
            studies=(
                Study(
                    key="planning",
                    date="2012-07-19 00:00:00.0",
                    description="^Pancreas: breath hold",
                    age=age,
                    event_type="DIAGNOSIS",
                    event_offset=offset,
                    series=(
                        Series(
                            key="planning CT",
                            modality="CT",
                            images=15,
                            number=1,
                            description="BSCBL PLANNING CT",
                            body_part="PANCREAS",
                            equipment=Equipment(manufacturer="Philips", model="Brilliance Big Bore"),
                            annotated=True,
                            annotation_bytes=20480,
                            third_party="NO",
                        ),
                        Series(
                            key="cone beam",
                            modality="CT",
                            images=10,
                            number=2,
                            date=None,
                            description="CBCT #1 @ 50%",
                            body_part="PANCREAS",
                            equipment=ELEKTA,
                            annotated=True,
                            third_party="NO",
                        ),
                        Series(
                            key="contours",
                            modality="RTSTRUCT",
                            images=1,
                            number=3,
                            description="ROI_fraction_1",
                            source="planning CT",
                            third_party="NO",
                            licence=BY_NC_4,
                        ),
                    ),
                ),
            ),
        )
        for identifier, sex, age, offset in (
            ("Pancreas-CT-CB_001", "M", "058Y", -3.5),
            ("Pancreas-CT-CB_002", "O", "019M", 1.0e10),
        )
    ),
)

SARCOMA = Collection(
    name="Soft-tissue-Sarcoma",
    submitted="2015-03-02 16:00:00.0",
    released="2015-05-27 17:12:21.0",
    licence=BY_3,
    description_uri="https://doi.org/10.7937/K9/TCIA.2015.7GO2GSKS",
    patients=(
        Patient(
            identifier="STS_061",
            name="STS_061",
            sex="F",
            ethnic_group="1",
            studies=(
                Study(
                    key="MRI",
                    date="2001-04-02 00:00:00.0",
                    description="IRM FÉMUR DROIT C+ (T1/T2) -MUSQ",
                    age="044Y",
                    series=(
                        Series(
                            key="T1",
                            modality="MR",
                            images=14,
                            number=3,
                            description="4. AXIAL  T1",
                            body_part="EXTREMITY",
                            equipment=SIEMENS_MR,
                        ),
                        Series(
                            key="STIR",
                            modality="MR",
                            images=13,
                            number=4,
                            description="5. STIR <µ> 'coupe' \"fine\"",
                            body_part="EXTREMITY",
                            equipment=Equipment(manufacturer="Siemens", model="Symphony", software="A\\B"),
                        ),
                    ),
                ),
                Study(
                    key="PET/CT",
                    date="2001-03-25 00:00:00.0",
                    description="^THIGH",
                    age="044Y",
                    series=(
                        Series(
                            key="PET",
                            modality="PT",
                            images=15,
                            number=1,
                            body_part="THIGH",
                            equipment=SIEMENS_MR,
                        ),
                        Series(key="CT", modality="CT", images=15, number=2, body_part="THIGH"),
                        Series(key="contours", modality="RTSTRUCT", images=1, number=None, source="CT"),
                    ),
                ),
            ),
        ),
    ),
)

COLLECTIONS = (TCGA_PRAD, PANCREAS, SARCOMA)
"""In the order in which the archive took them in."""
