"""Collections of CT, PET and mammography, among them those of the published sample calls."""

from .catalogue import Collection, Equipment, Patient, Series, Study
from .known_uids import GATED, LUNG
from .licences import BY_3, BY_4

_GE_CT = Equipment(manufacturer="GE MEDICAL SYSTEMS", model="LightSpeed16", software="LightSpeedverrel")
_GE_QUOTED = Equipment(manufacturer='"GE Healthcare"', model="Optima CT660", software="qin.3")
_SIEMENS = Equipment(manufacturer="SIEMENS", model="Biograph 40", software="syngo CT 2007S\\VA70A")
_SIEMENS_MIXED = Equipment(manufacturer="Siemens", model="Biograph64_mCT", software="VG51C")
_PHILIPS = Equipment(
    manufacturer="Philips Medical Systems, Inc.",
    model="Brilliance Big Bore",
    software="3.6.5",
)
_VARIAN = Equipment(
    manufacturer="Varian Imaging Laboratories, Switzerland", model="Trilogy Cone Beam CT", software="1.4.15"
)
_VICTRE = Equipment(manufacturer="VICTRE", model="MC-GPU 1.5b", software="1.5b")
_CMS = Equipment(manufacturer="CMS, Inc.", model="Focal", software="4.62.00")

RIDER_PILOT = Collection(
    name="RIDER Pilot",
    submitted="2011-10-21 14:03:11.0",
    released="2011-11-08 08:08:01.0",
    licence=BY_3,
    description_uri="https://doi.org/10.7937/K9/TCIA.2015.RPILOT00",
    patients=(
        Patient(
            identifier="1.3.6.1.4.1.9328.50.1.0001",
            name="1.3.6.1.4.1.9328.50.1.0001",
            sex="F",
            studies=(
                Study(
                    key="baseline",
                    uid="1.3.6.1.4.1.9328.50.1.2",
                    date="2000-01-01 00:00:00.0",
                    description="CT THORAX W/CONT",
                    age="065Y",
                    event_type="ENROLLMENT",
                    event_offset=0.0,
                    series=(
                        Series(
                            key="lung",
                            uid=LUNG,
                            modality="CT",
                            images=16,
                            number=4,
                            description="LUNG 5.0 B50f",
                            body_part="CHEST",
                            protocol="Chest routine/Baseline",
                            equipment=_GE_CT,
                            shuffled=True,
                        ),
                        Series(key="scout", modality="CT", images=1, number=1, equipment=_GE_CT),
                        Series(
                            key="dynamic",
                            modality="CT",
                            images=12,
                            number=6,
                            description="PERFUSION  2 POS",
                            body_part="CHEST",
                            equipment=_GE_QUOTED,
                            acquisitions=2,
                            shuffled=True,
                        ),
                    ),
                ),
                Study(
                    key="follow-up",
                    date="2000-01-31 00:00:00.0",
                    description="CT THORAX FOLLOW-UP",
                    age="065Y",
                    event_type="ENROLLMENT",
                    event_offset=30.0,
                    series=(
                        Series(
                            key="lung",
                            modality="CT",
                            images=14,
                            number=4,
                            date=None,
                            description="LUNG 5.0 B50f",
                            body_part="Chest",
                            equipment=_PHILIPS,
                        ),
                    ),
                ),
            ),
        ),
        Patient(
            identifier="1.3.6.1.4.1.9328.50.1.0003",
            name="",
            studies=(
                Study(
                    key="only",
                    date=None,
                    series=(
                        Series(
                            key="bare",
                            modality="CT",
                            images=10,
                            number=None,
                            date=None,
                            unnumbered=1,
                            licence=BY_4,
                        ),
                    ),
                ),
            ),
        ),
    ),
)

CBIS_DDSM = Collection(
    name="CBIS-DDSM",
    submitted="2017-08-29 17:25:40.0",
    released="2017-09-14 10:00:00.0",
    licence=BY_3,
    description_uri="https://doi.org/10.7937/K9/TCIA.2016.7O02S9CY",
    patients=(
        Patient(
            identifier="Calc-Test_P_00038_LEFT_CC",
            name="Calc-Test_P_00038_LEFT_CC",
            studies=(
                Study(
                    key="film",
                    date="2017-08-29 00:00:00.0",
                    identifier="DDSM",
                    series=(
                        Series(
                            key="full",
                            uid="1.3.6.1.4.1.9590.100.1.2.374115997511889073021386151921807063992",
                            modality="MG",
                            images=1,
                            description="full mammogram images",
                            body_part="BREAST",
                        ),
                        Series(
                            key="mask",
                            modality="MG",
                            images=2,
                            description="ROI mask images",
                            body_part="Breast",
                        ),
                    ),
                ),
            ),
        ),
        Patient(
            identifier="Mass-Training_P_01318_RIGHT_MLO",
            name="Mass-Training_P_01318_RIGHT_MLO",
            studies=(
                Study(
                    key="film",
                    date="2016-07-21 00:00:00.0",
                    identifier="DDSM",
                    series=(
                        Series(
                            key="full",
                            modality="MG",
                            images=1,
                            description="full mammogram images",
                            body_part="BREAST",
                            released="2017-09-15 00:00:00.0",
                        ),
                        Series(
                            key="cropped",
                            modality="MG",
                            images=2,
                            description="cropped images",
                            body_part="BREAST",
                            released="2018-02-01 12:30:15.25",
                        ),
                    ),
                ),
            ),
        ),
    ),
)

VICTRE = Collection(
    name="VICTRE",
    submitted="2019-01-14 09:00:02.0",
    released="2019-01-30 00:00:00.0",
    licence=BY_3,
    description_uri="https://doi.org/10.7937/TCIA.2019.VICTRE00",
    patients=tuple(
        Patient(
            identifier=identifier,
            name=identifier,
            sex="F",
            phantom="YES",
            studies=(
                Study(
                    key="trial",
                    date="2018-05-01 00:00:00.0",
                    description="In silico trial (arm 1)",
                    identifier=f"V{identifier}",
                    series=(
                        Series(
                            key="projection",
                            modality="MG",
                            images=images,
                            number=1,
                            description="DM, signal present",
                            body_part="BREAST",
                            equipment=_VICTRE,
                        ),
                        Series(
                            key="tomosynthesis",
                            modality="MG",
                            images=5,
                            number=2,
                            description="DBT_projection #5",
                            body_part="BREAST",
                            equipment=_VICTRE,
                        ),
                    ),
                ),
            ),
        )
        for identifier, images in (("1418053792", 2), ("0012", 1))
    ),
)

FOUR_D_LUNG = Collection(
    name="4D-Lung",
    submitted="2015-07-20 17:58:54.0",
    released="2016-06-01 09:30:00.0",
    licence=BY_3,
    description_uri="https://doi.org/10.7937/K9/TCIA.2016.ELN8YGLE",
    patients=(
        Patient(
            identifier="121_HM20733",
            name="121_HM20733",
            sex="M",
            ethnic_group="W",
            studies=(
                Study(
                    key="week 1",
                    date="1998-03-12 00:00:00.0",
                    description="p4^Lung, gated",
                    admitting_diagnoses="Non-small cell carcinoma; stage IIIA",
                    age="062Y",
                    event_type="SIMULATION",
                    event_offset=7.5,
                    series=(
                        Series(
                            key="gated 0",
                            uid=GATED,
                            modality="CT",
                            images=20,
                            number=3000923,
                            description="P7^P204^S88^I0, Gated, 0.0%",
                            body_part="LUNG",
                            protocol="5.2 4DCT & ITV  ",
                            equipment=_VARIAN,
                            acquisitions=2,
                            shuffled=True,
                        ),
                        Series(
                            key="gated 50",
                            modality="CT",
                            images=12,
                            number=508,
                            description="P7^P204^S88^I0, Gated, 50.0%",
                            body_part="LUNG",
                            equipment=_PHILIPS,
                        ),
                        Series(
                            key="structures",
                            modality="RTSTRUCT",
                            images=1,
                            number=1,
                            description="P7 contours",
                            source="gated 50",
                            equipment=_CMS,
                        ),
                    ),
                ),
            ),
        ),
    ),
)

QIN_HEADNECK = Collection(
    name="QIN-HEADNECK",
    submitted="2015-04-30 11:12:13.0",
    released="2015-05-27 17:12:21.0",
    licence=BY_3,
    description_uri="https://doi.org/10.7937/K9/TCIA.2015.K0F5CGLI",
    patients=(
        Patient(
            identifier="QIN-HEADNECK-02-0207",
            name="QIN-HEADNECK-02-0207",
            sex="M",
            studies=(
                Study(
                    key="PET/CT",
                    date="1987-11-02 00:00:00.0",
                    description="CT^HEAD_NECK_PET (Adult)",
                    age="057Y",
                    series=(
                        Series(
                            key="PET",
                            uid="1.3.6.1.4.1.14519.5.2.1.6919.4624.313514201353787659031503464798",
                            modality="PT",
                            images=60,
                            number=605,
                            description="PET WB-uncorrected",
                            body_part="HEADNECK",
                            equipment=_SIEMENS,
                        ),
                        Series(
                            key="CT",
                            modality="CT",
                            images=18,
                            number=2,
                            description="CT H&N 3.0 B30f",
                            body_part="HEADNECK",
                            equipment=_SIEMENS_MIXED,
                        ),
                        Series(
                            key="mask",
                            modality="SEG",
                            images=1,
                            number=900,
                            description="Reference region - 1",
                            third_party="YES",
                            source="CT",
                            released="2016-02-29 08:00:00.0",
                        ),
                    ),
                ),
            ),
        ),
        Patient(
            identifier="QIN-HEADNECK-02-0311",
            name="QIN-HEADNECK-02-0311",
            sex="F",
            studies=(
                Study(
                    key="PET/CT",
                    date="1991-06-17 00:00:00.0",
                    description="CT^HEAD_NECK_PET (Adult)",
                    age="071Y",
                    series=(
                        Series(
                            key="one digest blank",
                            modality="PT",
                            images=10,
                            number=605,
                            description="PET WB",
                            body_part="HEAD W/WO",
                            equipment=_SIEMENS,
                            undigested_image=3,
                        ),
                        Series(
                            key="one file lost",
                            modality="CT",
                            images=12,
                            number=2,
                            description="CT WB 5.0 B30s",
                            body_part="HEAD W/WO",
                            equipment=_SIEMENS,
                            lost_image=7,
                        ),
                    ),
                ),
            ),
        ),
    ),
)

COLLECTIONS = (RIDER_PILOT, CBIS_DDSM, VICTRE, FOUR_D_LUNG, QIN_HEADNECK)
"""In the order in which the archive took them in."""
