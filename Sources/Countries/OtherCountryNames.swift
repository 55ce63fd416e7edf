extension CountryTable {
  /// Further English names, several parted by `|`: ISO's inverted spellings, those of CLDR and of common CRM pick
  /// lists, former names still in use, abbreviations that are not codes.
  static let otherNames: StaticString = """
    AE UAE|Emirates
    AG Antigua
    BA Bosnia-Herzegovina|Bosnia
    BL St Barthélemy|Saint-Barthélemy|St Barts
    BN Brunei Darussalam
    BO Bolivia, Plurinational State of
    BQ Bonaire, Sint Eustatius and Saba|Bonaire, St Eustatius and Saba|Bonaire|Caribbean NL
    BV Bouvet
    BY Byelorussia
    CC Cocos Islands|Keeling Islands
    CD Congo, The Democratic Republic of the|Congo, Democratic Republic of the|Democratic Republic of Congo|DR Congo
    CD DRC|D R Congo|Congo-Kinshasa|Congo DRC|Zaire
    CG Congo|Congo-Brazzaville|Congo, Republic of the|Republic of Congo|Congo Republic
    CI Ivory Coast|Cote d Ivoire
    CN PRC|P R China|Mainland China|China mainland
    CV Cape Verde
    CZ Czech Republic|Czech Rep|The Czech Republic
    DE Federal Republic Germany|FRG
    EH Sahara, Western
    FK Falkland Islands (Malvinas)|Falkland Islands (Islas Malvinas)|Falklands
    FM Micronesia, Federated States of
    FO Faeroe Islands|Faroes
    FR Metropolitan France|France, Metropolitan
    GB Great Britain|Britain|England|Scotland|Wales|U.K.|G.B.|UK England
    GB United Kingdom (Great Britain)|Great Britain (UK)|Britain (UK)
    GF Guiana, French
    GM Gambia, The
    GS South Georgia
    GW Guinea Bissau
    HK Hong Kong SAR|Hong Kong SAR China|Hongkong|Hong Kong, China
    HM Heard and McDonald Islands
    IE Republic of Ireland|Irish Republic|Ireland, Republic of
    IM Man, Isle of
    IO British Indian Ocean Terr
    IR Iran, Islamic Republic of
    KG Kirghizia
    KN St Kitts and Nevis|St Kitts|Saint Kitts|Saint Christopher and Nevis
    KP Korea, Democratic People's Republic of|Korea (Democratic People's Republic of)|DPRK|Korea, North|Korea (North)
    KR Korea, Republic of|Republic of Korea|Korea, South|Korea (South)|South Korea (Republic of Korea)
    KY Caymans
    LA Lao People's Democratic Republic|Lao PDR|Lao
    LC St Lucia
    LY Libyan Arab Jamahiriya|State of Libya
    MD Moldova, Republic of|Moldavia
    MF Saint Martin (French part)|St Martin|St Martin (French part)|Saint-Martin
    MK Macedonia|Macedonia, the former Yugoslav Republic of|Macedonia, Republic of|FYROM|Macedonia (FYROM)
    MK The former Yugoslav Republic of Macedonia
    MM Burma|Myanmar (Burma)
    MO Macau|Macao SAR|Macau SAR|Macao SAR China|Macau SAR China
    MP Northern Marianas
    NL Holland|Netherlands, Kingdom of the|Netherlands (the)
    NZ Aotearoa New Zealand|New Zealand/Aotearoa
    PF Polynesia, French
    PH Philippine Islands
    PM St Pierre and Miquelon
    PN Pitcairn Islands|Pitcairn Island
    PS Palestine, State of|Palestinian Territory, Occupied|Palestinian Territories|Palestinian Territory
    PS Occupied Palestinian Territory
    RE Reunion Island
    RU Russian Federation
    RW Republic of Rwanda
    SA KSA
    SH Saint Helena|St Helena|Saint Helena, Ascension Island and Tristan da Cunha
    SJ Svalbard|Svalbard and Jan Mayen Islands
    SK Slovakia (Slovak Republic)
    ST São Tomé and Príncipe|São Tomé & Príncipe|Sao Tome
    SX Sint Maarten (Dutch part)|St Maarten
    SY Syrian Arab Republic
    SZ Swaziland
    TC Turks and Caicos
    TF French Southern and Antarctic Lands
    TL East Timor|Timor
    TR Turkey|Turkiye
    TT Trinidad|Trinidad Tobago
    TW Taiwan, Province of China|Taiwan, Republic of China|Republic of China (Taiwan)|Taiwan ROC|Chinese Taipei
    TZ Tanzania, United Republic of
    UM US Minor Outlying Islands|US Outlying Islands|U.S. Outlying Islands
    US U.S.A.|U.S.|United States (USA)|USA (United States)|United States (US)|United States of America (USA)|U S A|U S
    VA Holy See (Vatican City State)|Holy See|Vatican|Vatican City State|State of the Vatican City
    VC St Vincent and the Grenadines|Saint Vincent|St Vincent
    VE Venezuela, Bolivarian Republic of
    VG Virgin Islands, British|Virgin Islands (British)
    VI Virgin Islands, U.S.|Virgin Islands (U.S.)|United States Virgin Islands|US Virgin Islands
    VN Viet Nam
    WF Wallis and Futuna Islands
    WS Western Samoa
    XI Northern Ireland (UK)|N. Ireland
    XK Republic of Kosovo
    """
}
