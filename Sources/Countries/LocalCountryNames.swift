extension CountryTable {
  /// What people call their own country, in Latin letters, and short forms that are no codes of ISO 3166-1 (sporting
  /// and vehicle signs). Used for suggestions only: a rule must name such a value before it counts.
  /// Local names that differ from the English ones by accents only are found outright and do not stand here.
  static let localNames: StaticString = """
    AD Principat d'Andorra
    AE Al Imarat|Imarat
    AF Afghanestan
    AL Shqipëria|Shqipëri
    AM Hayastan
    AR República Argentina
    AT Österreich|Oesterreich
    AX Åland|Ahvenanmaa
    AZ Azərbaycan|Azerbaycan
    BA Bosna i Hercegovina
    BE België|Belgique|Belgien
    BF Burkina
    BG Bulgaria Republika|Balgariya|Bălgarija|BUL
    BH Al Bahrayn
    BI Uburundi
    BO Bolivië
    BR Brasil|República Federativa do Brasil
    BT Druk Yul
    BY Bielarus|Biełaruś
    CA Kanada
    CD Congo-Kinshasa (République démocratique)|République démocratique du Congo
    CF République centrafricaine|Centrafrique
    CG République du Congo
    CH Schweiz|Suisse|Svizzera|Svizra|Helvetia|SUI
    CL República de Chile
    CM Cameroun
    CN Zhongguo|Zhonghua
    CV Cabo Verde República
    CY Kypros|Kıbrıs
    CZ Česko|Česká republika
    DE Deutschland|Bundesrepublik Deutschland|BRD|GER|D
    DJ Djibouti République
    DK Danmark|DEN
    DO República Dominicana
    DZ Algérie|Al Jazair|El Djazaïr
    EE Eesti
    EG Misr|Masr
    EH Sahara Occidental
    ES España|Espanya|Espainia|SPA
    FI Suomi|Finnland
    FO Føroyar|Færøerne
    FR République française|Frankreich
    GA République gabonaise
    GB Prydain Fawr|Lloegr|Alba|Cymru|Vereinigtes Königreich|ENG|SCO|WAL
    GE Sakartvelo
    GF Guyane|Guyane française
    GL Kalaallit Nunaat|Grønland
    GN Guinée
    GQ Guinea Ecuatorial
    GR Ellada|Hellas|Elláda|Ellas|GRE
    GW Guiné-Bissau
    HR Hrvatska|CRO
    HT Ayiti
    HU Magyarország|Magyar
    ID Republik Indonesia
    IE Éire
    IL Yisrael|Jisrael
    IM Ellan Vannin
    IN Bharat|Hindustan
    IQ Al Iraq
    IS Ísland
    IT Italia|Italien
    JO Al Urdun
    JP Nippon|Nihon
    KG Kirgizstan
    KH Kampuchea
    KM Comores|Komori
    KP Choson
    KR Korea|Hanguk|Daehan Minguk
    KW Al Kuwayt
    KZ Qazaqstan
    LB Lubnan|Liban
    LT Lietuva|LIT
    LU Lëtzebuerg|Luxemburg
    LV Latvija|LAT
    MA Maroc|Al Maghrib
    MC Principauté de Monaco
    MD Republica Moldova
    ME Crna Gora
    MG Madagasikara
    MK Severna Makedonija|Makedonija
    ML République du Mali
    MN Mongol Uls
    MR Mauritanie
    MU Maurice|Île Maurice
    MX Méjico|Estados Unidos Mexicanos
    MZ Moçambique
    NC Nouvelle-Calédonie
    NL Nederland|Niederlande|NED
    NO Norge|Noreg|Norga
    NZ Aotearoa
    OM Uman
    PF Polynésie française
    PH Pilipinas
    PL Polska|Rzeczpospolita Polska
    PS Filastin
    PT República Portuguesa|POR
    PY Paraguái
    RO Rumänien
    RS Srbija
    RU Rossiya|Rossija
    SA Al Arabiyah as Suudiyah|Saudi
    SE Sverige|Schweden
    SI Slovenija|SLO
    SK Slovensko
    SO Soomaaliya
    ST São Tomé e Príncipe
    SV República de El Salvador
    SY Suriyah
    TD Tchad
    TH Prathet Thai|Mueang Thai
    TL Timor Lorosae
    TN Tunisie|Tunis
    TR Türkiye Cumhuriyeti
    TW Zhonghua Minguo
    UA Ukraina|Ukrayina|Ukrajina
    US America|Estados Unidos|Vereinigte Staaten|États-Unis|Stati Uniti|EEUU|EUA
    UZ Oʻzbekiston|Ozbekiston
    VA Città del Vaticano
    VN Việt Nam
    XI Tuaisceart Éireann
    XK Kosova
    ZA Suid-Afrika|RSA
    """
}
