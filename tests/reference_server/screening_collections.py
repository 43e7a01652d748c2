"""The National Lung Screening Trial: low-dose CT of the chest, kept on a server of its own."""

from .catalogue import Collection, Equipment, Patient, Series, Study
from .licences import BY_4

_SIEMENS = Equipment(manufacturer="SIEMENS", model="Volume Zoom", software="VA40C")
_GE = Equipment(manufacturer="GE MEDICAL SYSTEMS", model="LightSpeed16", software="06MW03.4")


def _screening(year: int, network: str, equipment: Equipment) -> Study:
    return Study(
        key=f"T{year - 1999}",
        date=f"{year}-01-02 00:00:00.0",
        description=network,
        series=(
            Series(
                key="soft tissue",
                modality="CT",
                images=5,
                number=2,
                description="0,OPA,GE,LSQX,STANDARD,360,2.5,120,80,0.1,1.5",
                body_part="CHEST",
                equipment=equipment,
            ),
            Series(
                key="lung",
                modality="CT",
                images=4,
                number=3,
                description="0,OPA,GE,LSQX,LUNG,360,2.5,120,80,0.1,1.5",
                body_part="CHEST",
                equipment=equipment,
            ),
        ),
    )


NLST = Collection(
    name="NLST",
    submitted="2013-01-15 10:00:00.0",
    released="2013-06-04 10:00:00.0",
    licence=BY_4,
    description_uri="https://doi.org/10.7937/TCIA.HMQ8-J677",
    uid_root="1.2.840.113654.2.55",
    patients=(
        Patient(
            identifier="100012",
            name="100012",
            sex="M",
            studies=(_screening(1999, "NLST-LSS", _SIEMENS), _screening(2000, "NLST-LSS", _SIEMENS)),
        ),
        Patient(identifier="120547", name="120547", sex="F", studies=(_screening(2000, "NLST-ACRIN", _GE),)),
    ),
)

COLLECTIONS = (NLST,)
"""The only one."""
