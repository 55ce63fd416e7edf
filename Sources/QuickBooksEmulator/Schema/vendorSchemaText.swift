/// Names and types of the vendor's V3 schema, for the entities that a client may write.
///
/// Taken from `Finance.xsd`, `IntuitBaseTypes.xsd` and `IntuitNamesTypes.xsd` of intuit/QuickBooks-V3-PHP-SDK
/// (`src/XSD`, commit 5bb480b5, Apache License 2.0). A line without indent begins a type: its name, `+` when it has the
/// members of `IntuitEntity` too, `=` when it is an enumeration; then `member:type`, `*` for a list. Types: s text,
/// n decimal, i integer, b boolean, d date, t time, e… an enumeration, x anything; `~` is a blank in a value.
let vendorSchemaText = """
  IntuitEntity Id:s SyncToken:s MetaData:ModificationMetaData CustomField:CustomField* AttachableRef:x* domain:s
    status:eEntityStatusEnum sparse:b
  Invoice+ DocNumber:s TxnDate:d TxnSubType:eTxnSubTypeEnum DepartmentRef:ReferenceType CurrencyRef:ReferenceType
    ExchangeRate:n PrivateNote:s TxnStatus:s LinkedTxn:LinkedTxn* Line:Line* TxnTaxDetail:TxnTaxDetail TxnSource:s
    TaxFormType:s TaxFormNum:s TransactionLocationType:s Tag:x* TxnApprovalInfo:x RecurDataRef:ReferenceType
    RecurringInfo:x ProjectRef:ReferenceType TotalCostAmount:n HomeTotalCostAmount:n AutoDocNumber:b
    CustomerRef:ReferenceType CustomerMemo:MemoRef BillAddr:PhysicalAddress ShipAddr:PhysicalAddress
    FreeFormAddress:b ShipFromAddr:PhysicalAddress RemitToRef:ReferenceType ClassRef:ReferenceType
    SalesTermRef:ReferenceType DueDate:d SalesRepRef:ReferenceType PONumber:s FOB:s ShipMethodRef:ReferenceType
    ShipDate:d TrackingNum:s GlobalTaxCalculation:eGlobalTaxCalculationEnum TotalAmt:n HomeTotalAmt:n
    ApplyTaxAfterDiscount:b ShippingTaxIncludedInTotalTax:b TemplateRef:ReferenceType PrintStatus:ePrintStatusEnum
    EmailStatus:eEmailStatusEnum BillEmail:EmailAddress BillEmailCc:EmailAddress BillEmailBcc:EmailAddress
    ARAccountRef:ReferenceType Balance:n HomeBalance:n FinanceCharge:b PaymentMethodRef:ReferenceType
    PaymentRefNum:s PaymentType:ePaymentTypeEnum CheckPayment:x CreditCardPayment:x
    DepositToAccountRef:ReferenceType DeliveryInfo:TransactionDeliveryInfo DiscountRate:n DiscountAmt:n
    GovtTxnRefIdentifier:s TaxExemptionRef:ReferenceType Deposit:n AllowIPNPayment:b AllowOnlinePayment:b
    AllowOnlineCreditCardPayment:b AllowOnlineACHPayment:b AllowOnlinePayPalPayment:b AllowOnlineAffirmPayment:b
    EInvoiceStatus:eETransactionStatusEnum ECloudStatusTimeStamp:t CfdiUse:i Exportation:s GlobalInfo:x
    invoiceStatus:s callToAction:s invoiceStatusLog:x* InvoiceEx:x LessCIS:n InvoiceLink:s PaymentDetailsMessage:s
    ConvenienceFeeDetail:ConvenienceFeeDetail EnabledSurchargeInfo:EnabledSurchargeInfo InvoiceLinkSecurityCode:s
    InvoiceLinkExpiryDate:d AutoPayEligible:b SchedulePayEligible:b ScheduledPaymentId:s GratuityEnabled:b
    FinancingProductType:eFinancingProductTypeEnum SubscriptionPaymentsSetting:eSubscriptionPaymentsSettingEnum
    TxnRetainageDetail:TxnRetainageDetail
  Payment+ DocNumber:s TxnDate:d TxnSubType:eTxnSubTypeEnum DepartmentRef:ReferenceType CurrencyRef:ReferenceType
    ExchangeRate:n PrivateNote:s TxnStatus:s LinkedTxn:LinkedTxn* Line:Line* TxnTaxDetail:TxnTaxDetail TxnSource:s
    TaxFormType:s TaxFormNum:s TransactionLocationType:s Tag:x* TxnApprovalInfo:x RecurDataRef:ReferenceType
    RecurringInfo:x ProjectRef:ReferenceType TotalCostAmount:n HomeTotalCostAmount:n CustomerRef:ReferenceType
    RemitToRef:ReferenceType ARAccountRef:ReferenceType DepositToAccountRef:ReferenceType
    PaymentMethodRef:ReferenceType PaymentRefNum:s PaymentType:ePaymentTypeEnum CheckPayment:x CreditCardPayment:x
    TotalAmt:n UnappliedAmt:n ProcessPayment:b PaymentExtendedType:ePaymentExtendedTypeEnum PaymentEx:x
  Customer+ IntuitId:s Organization:b Title:s GivenName:s MiddleName:s FamilyName:s Suffix:s FullyQualifiedName:s
    CompanyName:s DisplayName:s PrintOnCheckName:s UserId:s Active:b V4IDPseudonym:s PrimaryPhone:TelephoneNumber
    AlternatePhone:TelephoneNumber Mobile:TelephoneNumber Fax:TelephoneNumber PrimaryEmailAddr:EmailAddress
    WebAddr:WebSiteAddress OtherContactInfo:ContactInfo* DefaultTaxCodeRef:ReferenceType Taxable:b
    BillAddr:PhysicalAddress ShipAddr:PhysicalAddress OtherAddr:PhysicalAddress* ContactName:s AltContactName:s
    Notes:s Job:b BillWithParent:b RootCustomerRef:ReferenceType ParentRef:ReferenceType Level:i
    CustomerTypeRef:ReferenceType SalesTermRef:ReferenceType SalesRepRef:ReferenceType TaxGroupCodeRef:ReferenceType
    TaxRateRef:ReferenceType PaymentMethodRef:ReferenceType CCDetail:CreditChargeInfo PriceLevelRef:ReferenceType
    Balance:n OpenBalanceDate:d BalanceWithJobs:n CreditLimit:n AcctNum:s CurrencyRef:ReferenceType OverDueBalance:n
    TotalRevenue:n TotalExpense:n PreferredDeliveryMethod:s ResaleNum:s JobInfo:JobInfo TDSEnabled:b CustomerEx:x
    SecondaryTaxIdentifier:s ARAccountRef:ReferenceType PrimaryTaxIdentifier:s TaxExemptionReasonId:s IsProject:b
    BusinessNumber:s GSTIN:s GSTRegistrationType:s IsCISContractor:b ClientCompanyId:s ClientEntityId:s Source:s
    TaxRegime:s
  Vendor+ IntuitId:s Organization:b Title:s GivenName:s MiddleName:s FamilyName:s Suffix:s FullyQualifiedName:s
    CompanyName:s DisplayName:s PrintOnCheckName:s UserId:s Active:b V4IDPseudonym:s PrimaryPhone:TelephoneNumber
    AlternatePhone:TelephoneNumber Mobile:TelephoneNumber Fax:TelephoneNumber PrimaryEmailAddr:EmailAddress
    WebAddr:WebSiteAddress OtherContactInfo:ContactInfo* DefaultTaxCodeRef:ReferenceType ContactName:s
    AltContactName:s Notes:s BillAddr:PhysicalAddress ShipAddr:PhysicalAddress OtherAddr:PhysicalAddress*
    TaxCountry:s TaxIdentifier:s TaxIdEffectiveDate:d BusinessNumber:s ParentRef:ReferenceType
    VendorTypeRef:ReferenceType TermRef:ReferenceType PrefillAccountRef:ReferenceType Balance:n BillRate:n
    OpenBalanceDate:d CreditLimit:n AcctNum:s Vendor1099:b T4AEligible:b T5018Eligible:b CurrencyRef:ReferenceType
    TDSEnabled:b TDSEntityTypeId:i TDSSectionTypeId:i TDSOverrideThreshold:b TaxReportingBasis:s
    APAccountRef:ReferenceType VendorEx:x GSTIN:s GSTRegistrationType:s IsSubContractor:b SubcontractorType:s
    CISRate:s HasTPAR:b VendorPaymentBankDetail:x Source:s CostRate:n
    AgencyVerificationStatus:eAgencyVerificationStatus AgencyVerificationStatusMsg:s AgencyVerificationTSUTC:t
    CompanyRegistrationNumber:s
  Employee+ IntuitId:s Organization:b Title:s GivenName:s MiddleName:s FamilyName:s Suffix:s FullyQualifiedName:s
    CompanyName:s DisplayName:s PrintOnCheckName:s UserId:s Active:b V4IDPseudonym:s PrimaryPhone:TelephoneNumber
    AlternatePhone:TelephoneNumber Mobile:TelephoneNumber Fax:TelephoneNumber PrimaryEmailAddr:EmailAddress
    WebAddr:WebSiteAddress OtherContactInfo:ContactInfo* DefaultTaxCodeRef:ReferenceType EmployeeType:s
    EmployeeNumber:s SSN:s PrimaryAddr:PhysicalAddress OtherAddr:PhysicalAddress* BillableTime:b BillRate:n
    BirthDate:d Gender:egender HiredDate:d ReleasedDate:d UseTimeEntry:eTimeEntryUsedForPaychecksEnum EmployeeEx:x
    CostRate:n Notes:s
  Item+ Name:s Sku:s Description:s Active:b SubItem:b ParentRef:ReferenceType Level:i FullyQualifiedName:s Taxable:b
    SalesTaxIncluded:b PercentBased:b UnitPrice:n RatePercent:n Type:eItemTypeEnum PaymentMethodRef:ReferenceType
    UOMSetRef:ReferenceType IncomeAccountRef:ReferenceType PurchaseDesc:s PurchaseTaxIncluded:b PurchaseCost:n
    ExpenseAccountRef:ReferenceType COGSAccountRef:ReferenceType AssetAccountRef:ReferenceType
    PrefVendorRef:ReferenceType AvgCost:n TrackQtyOnHand:b QtyOnHand:n QtyOnPurchaseOrder:n QtyOnSalesOrder:n
    ReorderPoint:n ManPartNum:s DepositToAccountRef:ReferenceType SalesTaxCodeRef:ReferenceType
    PurchaseTaxCodeRef:ReferenceType InvStartDate:d BuildPoint:n PrintGroupedItems:b SpecialItem:b
    SpecialItemType:eSpecialItemTypeEnum ItemGroupDetail:ItemGroupDetail ItemAssemblyDetail:x AbatementRate:n
    ReverseChargeRate:n ServiceType:s ItemCategoryType:s ItemEx:x TaxClassificationRef:ReferenceType
    UQCDisplayText:s UQCId:s ClassRef:ReferenceType Source:s DeferredRevenue:b CustomExtensions:CustomExtensions*
  TaxAgency+ IntuitId:s Organization:b Title:s GivenName:s MiddleName:s FamilyName:s Suffix:s FullyQualifiedName:s
    CompanyName:s DisplayName:s PrintOnCheckName:s UserId:s Active:b V4IDPseudonym:s PrimaryPhone:TelephoneNumber
    AlternatePhone:TelephoneNumber Mobile:TelephoneNumber Fax:TelephoneNumber PrimaryEmailAddr:EmailAddress
    WebAddr:WebSiteAddress OtherContactInfo:ContactInfo* DefaultTaxCodeRef:ReferenceType ContactName:s
    AltContactName:s Notes:s BillAddr:PhysicalAddress ShipAddr:PhysicalAddress OtherAddr:PhysicalAddress*
    TaxCountry:s TaxIdentifier:s TaxIdEffectiveDate:d BusinessNumber:s ParentRef:ReferenceType
    VendorTypeRef:ReferenceType TermRef:ReferenceType PrefillAccountRef:ReferenceType Balance:n BillRate:n
    OpenBalanceDate:d CreditLimit:n AcctNum:s Vendor1099:b T4AEligible:b T5018Eligible:b CurrencyRef:ReferenceType
    TDSEnabled:b TDSEntityTypeId:i TDSSectionTypeId:i TDSOverrideThreshold:b TaxReportingBasis:s
    APAccountRef:ReferenceType VendorEx:x GSTIN:s GSTRegistrationType:s IsSubContractor:b SubcontractorType:s
    CISRate:s HasTPAR:b VendorPaymentBankDetail:x Source:s CostRate:n
    AgencyVerificationStatus:eAgencyVerificationStatus AgencyVerificationStatusMsg:s AgencyVerificationTSUTC:t
    CompanyRegistrationNumber:s SalesTaxCodeRef:ReferenceType SalesTaxCountry:s SalesTaxReturnRef:ReferenceType
    TaxRegistrationNumber:s ReportingPeriod:s TaxTrackedOnPurchases:b TaxOnPurchasesAccountRef:ReferenceType
    TaxTrackedOnSales:b TaxTrackedOnSalesAccountRef:ReferenceType TaxOnTax:b LastFileDate:d TaxAgencyExt:x
    TaxAgencyConfig:s
  Term+ Name:s Active:b Type:s DiscountPercent:n DueDays:i DiscountDays:i DayOfMonthDue:i DueNextMonthDays:i
    DiscountDayOfMonth:i SalesTermEx:x
  CompanyCurrency+ Code:s Name:s Active:b CompanyCurrencyEx:x
  ExchangeRate+ SourceCurrencyCode:s TargetCurrencyCode:s Rate:n AsOfDate:d ExchangeRateEx:x
  Class+ Name:s SubClass:b ParentRef:ReferenceType FullyQualifiedName:s Active:b ClassEx:x
  Department+ Name:s SubDepartment:b ParentRef:ReferenceType FullyQualifiedName:s Active:b DepartmentEx:x
    Address:PhysicalAddress
  Account+ Name:s SubAccount:b ParentRef:ReferenceType Description:s FullyQualifiedName:s AccountAlias:s
    TxnLocationType:s Active:b Classification:eAccountClassificationEnum AccountType:eAccountTypeEnum
    AccountSubType:s AccountPurposes:ReferenceType* AcctNum:s AcctNumExtn:s BankNum:s OpeningBalance:n
    OpeningBalanceDate:d CurrentBalance:n CurrentBalanceWithSubAccounts:n CurrencyRef:ReferenceType TaxAccount:b
    TaxCodeRef:ReferenceType OnlineBankingEnabled:b FIName:s JournalCodeRef:ReferenceType AccountEx:x
  PaymentMethod+ Name:s Active:b Type:s PaymentMethodEx:x
  ModificationMetaData CreatedByRef:ReferenceType CreateTime:t LastModifiedByRef:ReferenceType LastUpdatedTime:t
    LastChangedInQB:t Synchronized:b
  CustomField DefinitionId:s Name:s Type:eCustomFieldTypeEnum StringValue:s BooleanValue:b DateValue:d NumberValue:n
  ReferenceType value:s name:s type:s
  LinkedTxn TxnId:s TxnType:s TxnLineId:s
  Line Id:s LineNum:i Description:s Amount:n Received:n LinkedTxn:LinkedTxn* DetailType:eLineDetailTypeEnum
    PaymentLineDetail:PaymentLineDetail DiscountLineDetail:DiscountLineDetail TaxLineDetail:TaxLineDetail
    SalesItemLineDetail:SalesItemLineDetail DescriptionLineDetail:DescriptionLineDetail ItemBasedExpenseLineDetail:x
    AccountBasedExpenseLineDetail:x ReimburseLineDetail:x DepositLineDetail:x PurchaseOrderItemLineDetail:x
    SalesOrderItemLineDetail:x ItemReceiptLineDetail:x JournalEntryLineDetail:x GroupLineDetail:GroupLineDetail
    SubTotalLineDetail:SubTotalLineDetail TDSLineDetail:x ItemAdjustmentLineDetail:x CustomField:CustomField*
    LineEx:x ProjectRef:ReferenceType CostAmount:n HomeCostAmount:n CustomExtensions:CustomExtensions*
  TxnTaxDetail DefaultTaxCodeRef:ReferenceType TxnTaxCodeRef:ReferenceType TotalTax:n
    TaxReviewStatus:eTaxReviewStatusEnum TaxLine:Line* UseAutomatedSalesTax:b
  MemoRef value:s id:s
  PhysicalAddress Id:s Line1:s Line2:s Line3:s Line4:s Line5:s City:s Country:s CountryCode:s County:s
    CountrySubDivisionCode:s PostalCode:s PostalCodeSuffix:s Lat:s Long:s Tag:s Note:s
  EmailAddress Id:s Address:s Default:b Tag:s
  TransactionDeliveryInfo DeliveryType:eDeliveryTypeEnum DeliveryTime:t DeliveryErrorType:eDeliveryErrorTypeEnum
  ConvenienceFeeDetail+ ConvenienceFeeType:eConvenienceFeeTypeEnum ConvenienceFeePercent:n
  EnabledSurchargeInfo Enabled:b Card:SurchargePaymentMethodInfo ACH:SurchargePaymentMethodInfo
  TxnRetainageDetail RetainageAmount:n RetainageOpenBalance:n
  TelephoneNumber Id:s DeviceType:s CountryCode:s AreaCode:s ExchangeCode:s Extension:s FreeFormNumber:s Default:b
    Tag:s
  WebSiteAddress Id:s URI:s Default:b Tag:s
  ContactInfo Type:eContactTypeEnum Telephone:TelephoneNumber Email:EmailAddress WebSite:WebSiteAddress
    OtherContact:GenericContactType
  CreditChargeInfo Number:s Type:s NameOnAcct:s CcExpiryMonth:i CcExpiryYear:i BillAddrStreet:s PostalCode:s
    CommercialCardCode:s CCTxnMode:eCCTxnModeEnum CCTxnType:eCCTxnTypeEnum PrevCCTransId:s Amount:n ProcessPayment:b
    CreditCardChargeInfoEx:x
  JobInfo Status:eJobStatusEnum StartDate:d ProjectedEndDate:d EndDate:d Description:s JobTypeRef:ReferenceType
  ItemGroupDetail ItemGroupLine:ItemComponentLine*
  CustomExtensions ExtensionType:s AssociatedValues:CustomExtensionAssociatedValues*
  PaymentLineDetail ItemRef:ReferenceType ServiceDate:d ClassRef:ReferenceType Balance:n HomeBalance:n
    Discount:DiscountOverride PaymentLineEx:x
  DiscountLineDetail DiscountRef:ReferenceType PercentBased:b DiscountPercent:n DiscountAccountRef:ReferenceType
    ServiceDate:d ClassRef:ReferenceType TaxCodeRef:ReferenceType DiscountLineDetailEx:x
  TaxLineDetail TaxRateRef:ReferenceType PercentBased:b TaxPercent:n NetAmountTaxable:n TaxInclusiveAmount:n
    OverrideDeltaAmount:n ServiceDate:d TaxLineDetailEx:x
  SalesItemLineDetail ItemRef:ReferenceType ClassRef:ReferenceType UnitPrice:n UnitCostPrice:n RatePercent:n
    PriceLevelRef:ReferenceType MarkupInfo:MarkupInfo Qty:n UOMRef:UOMRef ItemAccountRef:ReferenceType
    InventorySiteRef:ReferenceType TaxCodeRef:ReferenceType TaxClassificationRef:ReferenceType ServiceDate:d
    TaxInclusiveAmt:n DiscountRate:n DiscountAmt:n DeferredRevenue:b RetainageAmount:n SalesItemLineDetailEx:x
  DescriptionLineDetail ServiceDate:d TaxCodeRef:ReferenceType DescriptionLineDetailEx:x
  GroupLineDetail GroupItemRef:ReferenceType Quantity:n UOMRef:UOMRef ServiceDate:d Line:Line* GroupLineDetailEx:x
  SubTotalLineDetail ItemRef:ReferenceType ServiceDate:d
  SurchargePaymentMethodInfo Enabled:b
  GenericContactType Id:s Name:s Value:s Type:s Default:b Tag:s
  ItemComponentLine ItemRef:ReferenceType Qty:n UOMRef:UOMRef
  CustomExtensionAssociatedValues Key:s Value:s
  DiscountOverride DiscountRef:ReferenceType PercentBased:b DiscountPercent:n DiscountAccountRef:ReferenceType
  MarkupInfo PercentBased:b Value:n Percent:n PriceLevelRef:ReferenceType MarkUpIncomeAccountRef:ReferenceType
  UOMRef Unit:s UOMSetRef:ReferenceType
  AccountClassificationEnum= Asset Equity Expense Liability Revenue
  AccountTypeEnum= Bank Accounts~Receivable Other~Current~Asset Fixed~Asset Other~Asset Accounts~Payable Credit~Card
    Other~Current~Liability Long~Term~Liability Equity Income Cost~of~Goods~Sold Expense Other~Income Other~Expense
    Non-Posting
  AgencyVerificationStatus= MATCHED UNMATCHED PENDING FAILED
  CCTxnModeEnum= CardNotPresent CardPresent
  CCTxnTypeEnum= Authorization Capture Charge Refund VoiceAuthorization
  ContactTypeEnum= TelephoneNumber EmailAddress WebSiteAddress GenericContactType
  ConvenienceFeeTypeEnum= MANUAL AUTO PAID DISABLED
  CustomFieldTypeEnum= StringType BooleanType NumberType DateType
  DeliveryErrorTypeEnum= Missing~Info Undeliverable Delivery~Server~Down Bounced~Email
  DeliveryTypeEnum= Email Tradeshift
  ETransactionStatusEnum= Sent Viewed Paid Delivery~Error Updated Error Accepted Rejected Sent~With~ICN~Error
    Delivered Disputed
  EmailStatusEnum= NotSet NeedToSend EmailSent
  EntityStatusEnum= Deleted Voided Draft Pending InTransit Synchronized SyncError
  FinancingProductTypeEnum= GET_PAID_UPFRONT
  GlobalTaxCalculationEnum= TaxInclusive TaxExcluded NotApplicable
  ItemTypeEnum= Assembly Category Fixed~Asset Group Inventory NonInventory Other~Charge Payment Service Subtotal
    Discount Tax Tax~Group Bundle
  JobStatusEnum= Awarded Closed InProgress None NotAwarded Pending
  LineDetailTypeEnum= PaymentLineDetail DiscountLineDetail TaxLineDetail SalesItemLineDetail
    ItemBasedExpenseLineDetail AccountBasedExpenseLineDetail DepositLineDetail PurchaseOrderItemLineDetail
    ItemReceiptLineDetail JournalEntryLineDetail GroupLineDetail DescriptionOnly SubTotalLineDetail
    SalesOrderItemLineDetail TDSLineDetail ReimburseLineDetail ItemAdjustmentLineDetail
  PaymentExtendedTypeEnum= Prepayment
  PaymentTypeEnum= Cash Check CreditCard Expense Other
  PrintStatusEnum= NotSet NeedToPrint PrintComplete
  SpecialItemTypeEnum= FinanceCharge ReimbursableExpenseGroup ReimbursableExpenseSubtotal
  SubscriptionPaymentsSettingEnum= SALE_TERM
  TaxReviewStatusEnum= NON_AST_TAX AST_TAX_OVERRIDE
  TimeEntryUsedForPaychecksEnum= NotSet DoNotUseTimeEntry UseTimeEntry
  TxnSubTypeEnum= InvoiceTax InvoiceRetail JournalTaxAdjustment ProjectCostEstimate EmployeeReimbursableExpense
    EmployeeReimbursableExpensePayment RetainageRelease
  gender= Male Female
  """
