"""Equipment that collections of several kinds were made with."""

from .catalogue import Equipment

GE_MR = Equipment(
    manufacturer="GE MEDICAL SYSTEMS",
    model="Signa HDxt",
    software="15\\LX\\MR Software release",
)
PHILIPS_MR = Equipment(manufacturer="Philips Healthcare", model="Achieva®", software="3.2.1\\3.2.1.1")
SIEMENS_MR = Equipment(manufacturer="SIEMENS", model="TrioTim", software="syngo MR B17")
BRUKER = Equipment(
    manufacturer="Bruker BioSpin MRI GmbH",
    model="Biospec 94/20",
    software="ParaVision 6.0.1",
)
ELEKTA = Equipment(manufacturer="ELEKTA", model="XVI", software="http://vendor.example/xvi?v=5.0&r=2")
