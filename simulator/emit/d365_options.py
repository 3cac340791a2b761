"""What the whole numbers of enumerations are called in the simulated installation."""

_TRANSACTION = {
    2: "Posted",
    3: "InvoiceProposal",
    4: "Invoiced",
    5: "MarkedCreditnote",
    6: "CreditnoteProposal",
    9: "Adjusted",
}
_PURCHASE = {0: "None", 1: "Backorder", 2: "Received", 3: "Invoiced", 4: "Canceled"}

OPTIONS: dict[tuple[str, str], dict[int, str]] = {
    ("projtable", "status"): {
        0: "Created",
        1: "Estimated",
        2: "Scheduled",
        3: "InProcess",
        4: "Completed",
        5: "OnHold",
    },
    ("projempltranssale", "transstatus"): _TRANSACTION,
    ("projempltranscost", "transstatus"): _TRANSACTION,
    ("projcosttranssale", "transstatus"): _TRANSACTION,
    ("projcosttranscost", "transstatus"): _TRANSACTION,
    ("projrevenuetranssale", "transstatus"): _TRANSACTION,
    ("purchtable", "purchstatus"): _PURCHASE,
    ("purchline", "purchstatus"): _PURCHASE,
    ("fiscalcalendarperiod", "type"): {0: "Opening", 1: "Operating", 2: "Closing"},
    ("ledgerfiscalcalendarperiod", "status"): {0: "OnHold", 1: "Open", 2: "Closed"},
    ("omoperatingunit", "omoperatingunittype"): {1: "OMDepartment", 2: "OMCostCenter"},
}
