"""The licences under which the collections of the archive are published."""

from .catalogue import Licence

BY_3 = Licence(
    name="Creative Commons Attribution 3.0 Unported License",
    url="http://creativecommons.org/licenses/by/3.0/",
)
BY_4 = Licence(
    name="Creative Commons Attribution 4.0 International License",
    url="https://creativecommons.org/licenses/by/4.0/",
)
BY_NC_4 = Licence(
    name="Creative Commons Attribution-NonCommercial 4.0 International License",
    url="https://creativecommons.org/licenses/by-nc/4.0/",
)
RESTRICTED = Licence(name="TCIA Restricted License", url="https://example.org/restricted-license")
WITHOUT_URL = Licence(name="Licence To Be Confirmed", url=None)
