"""Extracts of Dynamics 365 as Synapse Link writes them, a few rows for each of its traps.

Two operating companies with the same numbers for different things, one that only consolidates.
Dates come as midnights, "no date" as 1900-01-01, "open" as 2154-12-31, "no reference" as 0.
"""

NO_DATE = "1900-01-01T00:00:00.0000000Z"
OPEN_END = "2154-12-31T00:00:00.0000000Z"
USMF, DEMF, CONS = 5637144601, 5637144602, 5637144603
WORKER = 5637150001
FREELANCER = 5637150002


def day(text: str) -> str:
    """Return a date as the export writes it."""
    return f"{text}T00:00:00.0000000Z"


FIRST: dict[str, str] = {
    "companyinfo": f"""recid,DataArea,VATNum,IsConsolidationCompany,IsEliminationCompany
{USMF},USMF,US-1,0,0
{DEMF},demf,DE-1,0,0
{CONS},cons,,1,0
""",
    "dirpartytable": f"""recid,name,partynumber,primaryaddresslocation
{USMF},Contoso US,P1,81
{DEMF},Contoso DE,P2,0
{CONS},Contoso Group,P3,0
91,Acme,P4,82
92,Fritz Frei,P5,0
93,Delivery,P6,0
""",
    "logisticspostaladdress": f"""recid,location,countryregionid,state,validfrom,validto
1,81,USA,NY,2020-01-01T05:00:00.0000000Z,{OPEN_END}
2,82,DEU,BY,2019-01-01T00:00:00.0000000Z,2020-01-01T00:00:00.0000000Z
3,82,USA,CA,2020-01-01T00:00:01.0000000Z,2154-12-31T23:59:59.0000000Z
""",
    "logisticsaddresscountryregion": "recid,countryregionid,ISOcode\n1,USA,US\n2,DEU,DE\n",
    "ledger": f"""recid,name,accountingcurrency,chartofaccounts,fiscalcalendar,primaryforlegalentity
701,usmf,USD,31,801,{USMF}
702,demf,EUR,31,802,{DEMF}
""",
    "omoperatingunit": "recid,omoperatingunitnumber,omoperatingunittype\n93,CC-10,2\n94,D-20,1\n",
    "fiscalcalendarperiod": f"""recid,fiscalcalendar,name,startdate,enddate,type
1,801,Period 1,{day("2026-01-01")},{day("2026-01-31")},1
2,801,Period 2,{day("2026-02-01")},{day("2026-02-28")},1
3,801,Closing,{day("2026-02-01")},{day("2026-02-28")},2
11,802,P1,{day("2025-12-29")},{day("2026-01-25")},1
12,802,P2,{day("2026-01-26")},{day("2026-02-22")},1
13,802,P3,{day("2026-02-23")},{day("2026-03-29")},1
""",
    "ledgerfiscalcalendarperiod": """recid,ledger,fiscalcalendarperiod,status,modifieddatetime
1,701,1,2,2026-02-05T18:00:00.0000000Z
2,701,2,1,2026-02-01T00:00:00.0000000Z
3,701,3,1,2026-02-01T00:00:00.0000000Z
4,702,11,0,2026-02-01T00:00:00.0000000Z
""",
    "exchangeratetype": "recid,name\n1,Default\n2,Average\n",
    "exchangeratecurrencypair": """recid,exchangeratetype,fromcurrencycode,tocurrencycode,exchangeratedisplayfactor
1,1,EUR,USD,2
2,2,GBP,USD,0
3,1,INR,USD,100
""",
    "exchangerate": f"""recid,exchangeratecurrencypair,validfrom,validto,exchangerate
1,1,{day("2026-01-01")},{OPEN_END},108.500000
2,2,{day("2026-01-01")},{day("2026-01-31")},1.270000
3,3,{day("2026-01-01")},{day("2026-01-31")},1.204100
""",
    "globaloptionsetmetadata": """entityname,optionsetname,option,localizedlabellanguagecode,localizedlabel,externalvalue
ProjTable,Status,4,1033,In process,InProcess
ProjTable,Status,4,1031,In Arbeit,InProcess
""",
    "custtable": f"""recid,dataareaid,accountnum,party,currency,invoiceaccount,mcrmergedparent,blocked,vatnum,createddatetime
1,USMF,C-1,91,USD,,,0,T-1,2025-05-02T09:30:00.0000000Z
2,demf,C-1,91,EUR,C-2,,0,,{NO_DATE}
3,demf,C-2,91,EUR,C-2,,2,,{NO_DATE}
4,usmf,C-9,91,USD,,C-1,2,,{NO_DATE}
""",
    "projinvoicetable": """recid,dataareaid,projinvoiceprojid,name,currencyid
1,usmf,PC-1,00001234-2 Acme rollout,USD
2,demf,PC-1,Acme without a number,EUR
""",
    "projfundingsource": """recid,dataareaid,contractid,fundingsourceid,custaccount,fundingtype
1,usmf,PC-1,F1,C-1,0
2,usmf,PC-1,F2,C-9,0
3,demf,PC-1,F1,C-1,0
""",
    "projtable": f"""recid,dataareaid,projid,name,custaccount,parentid,projgroupid,projinvoiceprojid,status,type,created,startdate,enddate,projectedstartdate,projectedenddate,sortingid
1,USMF,PRJ-1,Rollout,C-1,,TM,PC-1,3,0,{day("2025-12-01")},{day("2026-01-05")},{NO_DATE},{day("2026-01-01")},{day("2026-06-30")},PR-000001
2,demf,PRJ-1,Aufbau,,,ff,PC-1,4,1,{day("2025-12-02")},{NO_DATE},{NO_DATE},{day("2026-01-01")},{day("2026-03-31")},PR-000002
3,usmf,PRJ-2,Support,C-1,prj-1,,,4,4,{day("2025-12-03")},{NO_DATE},{NO_DATE},{NO_DATE},{NO_DATE},PR-000003
""",
    "projlineproperty": """recid,dataareaid,linepropertyid,tobeinvoiced
1,usmf,Charge,1
2,usmf,NonCharge,0
3,demf,Charge,1
""",
    "hcmworker": f"recid,personnelnumber,person\n{WORKER},W-1,0\n{FREELANCER},W-2,92\n",
    "projempltrans": f"""recid,dataareaid,transid,projid,activitynumber,transdate,qty,categoryid,linepropertyid,currencyid,worker,workerlegalentity,totalcostamountcur,totalsalesamountcur,voucherjournal,txt,adjreftransid,transidref,iscorrection,transactionorigin
1,USMF,H-1,prj-1,A-1,{day("2026-01-30")},8.000000,CONS,Charge,USD,{WORKER},{USMF},480.00,1000.00,V-2,a0Q1:fri,,,0,60
2,usmf,H-2,PRJ-1,A-1,{day("2026-02-03")},5.000000,CONS,Charge,USD,{WORKER},{USMF},300.00,625.00,V-4,a0Q2:tue,,,0,60
3,usmf,H-3,PRJ-1,A-1,{day("2026-02-03")},-5.000000,CONS,Charge,USD,{WORKER},{USMF},-300.00,-625.00,V-5,a0Q2:tue,H-2,,1,52
4,usmf,H-4,PRJ-1,A-1,{day("2026-02-03")},4.000000,CONS,Charge,USD,{WORKER},{USMF},240.00,500.00,V-5,a0Q2:tue,,H-2,0,52
5,usmf,H-5,PRJ-2,,{day("2026-02-04")},0.250000,CONS,NonCharge,USD,{WORKER},{USMF},15.00,0.00,V-6,as agreed by phone,,,0,1
6,demf,H-1,PRJ-1,,{day("2026-01-30")},2.000000,CONS,Charge,EUR,{WORKER},{USMF},110.00,260.00,V-2,a0Q3:fri,,,0,60
7,usmf,H-7,PRJ-1,A-1,{day("2026-02-05")},1.000000,CONS,Charge,USD,{WORKER},{USMF},60.00,125.00,V-7,a0Q4:thu,,,0,60
""",
    "projempltranssale": f"""recid,dataareaid,transid,fundingsource,transstatus,lineamount,ledgertransdate
1,usmf,H-1,1,4,600.00,{day("2026-02-02")}
2,usmf,H-1,2,2,400.00,{day("2026-02-02")}
3,usmf,H-2,1,9,625.00,{day("2026-02-03")}
4,usmf,H-3,1,9,-625.00,{day("2026-02-06")}
5,usmf,H-4,1,3,500.00,{day("2026-02-06")}
6,demf,H-1,3,4,260.00,{day("2026-01-30")}
""",
    "projempltranscost": f"""recid,dataareaid,transid,fundingsource,transstatus,lineamount,ledgertransdate
1,usmf,H-1,0,2,480.00,{day("2026-02-02")}
2,usmf,H-2,0,9,300.00,{day("2026-02-03")}
3,usmf,H-3,0,9,-300.00,{day("2026-02-06")}
4,usmf,H-4,0,2,240.00,{day("2026-02-06")}
5,usmf,H-5,0,2,15.00,{day("2026-02-04")}
6,demf,H-1,0,2,115.00,{day("2026-01-30")}
""",
    "projcosttrans": f"""recid,dataareaid,transid,projid,transdate,qty,categoryid,linepropertyid,currencyid,currencyidcost,worker,totalcostamountcur,totalsalesamountcur,voucherjournal,txt,adjreftransid,transidref,iscorrection,transactionorigin,ledgerjournaltrans
1,usmf,E-1,PRJ-1,{day("2026-01-20")},1.00,HOTEL,Charge,USD,EUR,{WORKER},100.00,110.00,V-8,a4X1,,,0,8,9001
2,usmf,E-2,PRJ-1,{day("2026-01-21")},1.00,TAXI,Charge,USD,USD,{WORKER},50.00,55.00,V-9,a4X2,,,0,8,0
3,usmf,E-3,PRJ-1,{day("2026-01-21")},-1.00,TAXI,Charge,USD,USD,{WORKER},-50.00,-55.00,V-9,a4X2,E-2,,1,52,0
4,usmf,E-4,PRJ-1,{day("2026-01-22")},1.00,TAXI,NonCharge,USD,USD,{WORKER},12.00,0.00,V-9,petty cash,,,0,4,0
""",
    "projcosttranssale": f"""recid,dataareaid,transid,fundingsource,transstatus,lineamount,ledgertransdate
1,usmf,E-1,1,4,110.00,{day("2026-02-01")}
2,usmf,E-2,1,9,55.00,{day("2026-02-01")}
3,usmf,E-3,1,9,-55.00,{day("2026-02-01")}
""",
    "projcosttranscost": f"""recid,dataareaid,transid,fundingsource,transstatus,lineamount,ledgertransdate
1,usmf,E-1,0,2,108.50,{day("2026-02-02")}
""",
    "projonacctrans": f"""recid,dataareaid,transid,projid,transdate,currencyid,txt,totalsalesamountcur,qty,ismilestonecomplete,psaisonaccount,transactionorigin,sequence,version,canceleddate
1,demf,O-1,PRJ-1,{day("2026-02-15")},EUR,M-1,500.00,1,1,0,23,1,1,{NO_DATE}
2,demf,O-2,PRJ-1,{day("2026-03-15")},EUR,M-2,700.00,1,0,0,23,2,2,{NO_DATE}
3,demf,O-3,PRJ-1,{day("2026-04-15")},EUR,M-3,900.00,1,0,0,23,3,1,{day("2026-02-20")}
4,usmf,O-4,PRJ-1,{day("2026-01-10")},USD,deposit,300.00,1,1,1,21,,,{NO_DATE}
5,usmf,O-5,PRJ-1,{day("2026-02-20")},USD,less deposit,-300.00,1,1,1,22,,,{NO_DATE}
6,usmf,O-6,PRJ-1,{day("2026-02-20")},USD,M-9,800.00,1,1,0,23,,,{NO_DATE}
""",
    "projrevenuetrans": f"""recid,dataareaid,transid,projid,transdate,categoryid,currencyid,qty,totalsalesamountcur,smastartdate,smaenddate,voucherjournal,txt,adjreftransid,transidref
1,usmf,R-1,PRJ-1,{day("2026-01-31")},REV-SL,USD,1,700.00,{day("2026-01-01")},{day("2026-01-31")},RV-1,,,
2,usmf,R-2,PRJ-1,{day("2026-02-28")},REV-SL,USD,-1,-700.00,{day("2026-01-01")},{day("2026-01-31")},RV-2,,R-1,
3,usmf,R-3,PRJ-1,{day("2026-03-31")},FEE,USD,1,90.00,{NO_DATE},{NO_DATE},,,,
""",
    "projrevenuetranssale": f"""recid,dataareaid,transid,fundingsource,transstatus,lineamount,ledgertransdate
1,usmf,R-1,1,2,700.00,{day("2026-02-01")}
""",
    "projcontrolperiodtable": f"""recid,dataareaid,projid,controlid,periodfrom,periodto,version,voucherposted,voucherdateposted,voucherreverse,voucherdatereverse
1,demf,PRJ-1,POC,{day("2026-01-26")},{day("2026-02-22")},1,EV-1,{day("2026-02-22")},EV-2,{day("2026-03-01")}
2,demf,PRJ-1,POC,{day("2026-02-23")},{day("2026-03-29")},1,,{NO_DATE},,{NO_DATE}
""",
    "projcontrolperiodtrans": f"""recid,dataareaid,projid,controlid,periodfrom,version,transid,wiptype,amount
1,demf,PRJ-1,POC,{day("2026-01-26")},1,,0,250.00
2,demf,PRJ-1,POC,{day("2026-01-26")},1,,3,100.00
3,demf,PRJ-1,POC,{day("2026-02-23")},1,,0,275.00
""",
    "projrevenueschedule": f"""recid,dataareaid,projid,sequence,version,duedate,amount,currencycode,status
1,usmf,PRJ-1,1,1,{day("2026-01-31")},700.00,USD,1
2,usmf,PRJ-1,2,1,{day("2026-02-28")},700.00,USD,2
""",
    "projtransposting": f"""recid,dataareaid,transid,projid,projtranstype,projtransdate,ledgertransdate,voucher,amountmst,qty,costsales,postingtype,projadjustrefid,worker,categoryid
1,usmf,H-1,PRJ-1,2,{day("2026-01-30")},{day("2026-02-02")},V-2,480.00,8,1,121,,{WORKER},CONS
2,usmf,H-5,PRJ-2,2,{day("2026-02-04")},{day("2026-02-04")},V-6,0.00,0.25,1,134,,{WORKER},CONS
3,usmf,H-2,PRJ-1,2,{day("2026-02-03")},{day("2026-02-03")},V-3,300.00,5,1,121,,{WORKER},CONS
4,usmf,E-4,PRJ-2,3,{day("2026-01-22")},{day("2026-02-03")},V-3,12.00,1,1,121,,{WORKER},TAXI
5,usmf,S-1,PRJ-1,3,{day("2026-01-31")},{day("2026-01-31")},AV-1,500.00,10,1,205,,{FREELANCER},SUB
6,usmf,S-2,PRJ-1,3,{day("2026-02-10")},{day("2026-02-10")},AV-2,-500.00,-10,1,205,S-1,{FREELANCER},SUB
7,usmf,H-9,PRJ-1,2,{day("2026-01-31")},{day("2026-01-31")},AV-3,75.00,1,1,135,,{WORKER},CONS
8,usmf,H-4,PRJ-1,2,{day("2026-02-03")},{day("2026-02-25")},WV-1,120.00,0,2,232,,0,RATE
""",
    "projforecastempl": f"""recid,dataareaid,transid,projid,modelid,schedfromdate,qty,worker,currencyid,totalcostamountcur,totalsalesamountcur
1,usmf,F-1,PRJ-1,F2026-01,{day("2026-03-02")},40.000000,{WORKER},USD,2400.00,5000.00
2,usmf,F-2,PRJ-1,F2026-02,{day("2026-03-09")},32.000000,{WORKER},USD,1920.00,4000.00
""",
    "dimensionmap": f"""recid,dataareaid,dimension,sourcecode,targetcode,isactive,validfrom,validto
1,usmf,category,Hotel,HOTEL,1,{day("2025-01-01")},{OPEN_END}
2,,task,T-7,A-7,0,{day("2025-01-01")},{day("2025-12-31")}
""",
    "projinvoicejour": f"""recid,dataareaid,projinvoiceid,invoicedate,projinvoiceprojid,invoiceaccount,currencyid,exchrate,invoiceamount,sumtax,salesorderbalance,duedate,ledgervoucher,description,isproforma
1,usmf,INV-1,{day("2026-02-10")},PC-1,C-1,USD,100.000000,1160.50,105.50,1055.00,{day("2026-03-12")},FSV-1,January,0
2,demf,INV-1,{day("2026-02-16")},PC-1,C-1,EUR,100.000000,595.00,95.00,500.00,{day("2026-03-18")},FSV-1,M-1,0
3,usmf,CN-1,{day("2026-02-25")},PC-1,C-1,USD,100.000000,-1100.00,-100.00,-1000.00,{NO_DATE},FSV-2,Credit,0
4,usmf,INV-P,{day("2026-02-10")},PC-1,C-1,USD,100.000000,1160.50,105.50,1055.00,{day("2026-03-12")},,Proforma,1
5,usmf,INV-2,{day("2026-01-10")},PC-1,C-1,USD,100.000000,300.00,0.00,300.00,{day("2026-02-09")},FSV-3,Deposit,0
6,usmf,INV-3,{day("2026-02-20")},PC-1,C-1,USD,100.000000,500.00,0.00,500.00,{day("2026-03-22")},FSV-4,Milestone less deposit,0
7,demf,INV-9,{day("2026-02-18")},PC-1,C-1,USD,92.165900,10.00,0.00,10.00,{day("2026-03-20")},FSV-9,In dollars,0
""",
    "projinvoiceempl": f"""recid,dataareaid,projinvoiceid,invoicedate,projid,transid,currencyid,qty,lineamount,taxamount,txt
1,usmf,INV-1,{day("2026-02-10")},PRJ-1,H-1,USD,8.000000,1000.00,100.00,Rollout
2,usmf,CN-1,{day("2026-02-25")},PRJ-1,H-1,USD,-8.000000,-1000.00,-100.00,Rollout
3,demf,INV-9,{day("2026-02-18")},PRJ-1,H-1,USD,2.000000,10.00,0.00,Aufbau
""",
    "projinvoicecost": f"""recid,dataareaid,projinvoiceid,invoicedate,projid,transid,currencyid,qty,lineamount,taxamount,txt
1,usmf,INV-1,{day("2026-02-10")},PRJ-1,E-1,USD,1.00,55.00,5.50,Hotel
""",
    "projinvoiceonacc": f"""recid,dataareaid,projinvoiceid,invoicedate,projid,transid,currencyid,qty,amount,taxamount,txt,psaisonaccount
1,demf,INV-1,{day("2026-02-16")},PRJ-1,O-1,EUR,1,500.00,95.00,M-1,0
2,usmf,INV-2,{day("2026-01-10")},PRJ-1,O-4,USD,1,300.00,0.00,Deposit,1
3,usmf,INV-3,{day("2026-02-20")},PRJ-1,O-5,USD,1,-300.00,0.00,Less deposit,1
4,usmf,INV-3,{day("2026-02-20")},PRJ-1,O-6,USD,1,800.00,0.00,M-9,0
""",
    "taxtrans": f"""recid,dataareaid,voucher,transdate,taxcode,taxgroup,sourcerecid,sourcebaseamountcur,sourcetaxamountcur,sourcecurrencycode
1,usmf,FSV-1,{day("2026-02-10")},NY10,US-NY,0,-1055.00,-105.50,USD
2,usmf,FSV-2,{day("2026-02-25")},NY10,US-NY,0,1000.00,100.00,USD
3,usmf,V-8,{day("2026-02-02")},DE19,DE,9001,100.00,19.00,EUR
""",
    "custtrans": f"""recid,dataareaid,accountnum,voucher,transdate,duedate,invoice,transtype,amountcur,amountmst,currencycode,settleamountcur,closed,invoiceproject,prepayment,cancelledpayment,txt
11,usmf,C-1,FSV-1,{day("2026-02-10")},{day("2026-03-12")},INV-1,6,1160.50,1160.50,USD,1160.50,{day("2026-03-01")},1,0,0,
12,usmf,C-1,FSV-2,{day("2026-02-25")},{NO_DATE},CN-1,6,-1100.00,-1100.00,USD,-1100.00,{day("2026-02-26")},1,0,0,
13,demf,C-1,FSV-1,{day("2026-02-17")},{day("2026-03-18")},INV-1,6,595.00,595.00,EUR,0.00,{NO_DATE},1,0,0,
14,usmf,C-1,FSV-3,{day("2026-01-10")},{day("2026-02-09")},INV-2,6,300.00,300.00,USD,300.00,{day("2026-01-20")},1,0,0,
15,usmf,C-1,FSV-4,{day("2026-02-20")},{day("2026-03-22")},INV-3,6,500.00,500.00,USD,0.00,{NO_DATE},1,0,0,
16,usmf,C-1,PV-1,{day("2026-03-01")},{NO_DATE},,15,-100.00,-100.00,USD,-60.50,{NO_DATE},0,0,0,
17,usmf,C-1,PV-2,{day("2026-01-18")},{NO_DATE},,15,-300.00,-300.00,USD,-300.00,{day("2026-01-20")},0,1,0,00001234-2 deposit
18,usmf,C-1,PV-3,{day("2026-03-02")},{NO_DATE},,15,-7.00,-7.00,USD,0.00,{NO_DATE},0,0,1,Bounced
""",
    "custsettlement": f"""recid,dataareaid,transrecid,offsetrecid,accountnum,transdate,settleamountcur,utilizedcashdisc,settlementvoucher
1,usmf,11,16,C-1,{day("2026-03-01")},60.50,0.00,SV-1
2,usmf,16,11,C-1,{day("2026-03-01")},-60.50,0.00,SV-1
3,usmf,11,12,C-1,{day("2026-02-26")},1100.00,0.00,SV-2
4,usmf,12,11,C-1,{day("2026-02-26")},-1100.00,0.00,SV-2
5,usmf,14,0,C-1,{day("2026-01-20")},294.00,6.00,SV-3
6,usmf,17,0,C-1,{day("2026-01-20")},-294.00,0.00,SV-3
""",
    "mainaccountcategory": "recid,accountcategoryref,accountcategory\n1,4,AR\n2,40,sales\n",
    "mainaccount": """recid,mainaccountid,ledgerchartofaccounts,name,accountcategoryref
1200,130100,31,Receivables,4
4000,401100,31,Revenue,40
9000,999999,31,Suspense,0
""",
    "generaljournalentry": f"""recid,accountingdate,documentdate,documentnumber,journalnumber,journalcategory,postinglayer,ledger,fiscalcalendarperiod,subledgervoucher,subledgervoucherdataareaid
1,{day("2026-02-10")},{day("2026-02-10")},INV-1,J-1,6,0,701,2,FSV-1,USMF
2,{day("2026-01-31")},{NO_DATE},,J-2,6,0,0,1,,
3,{day("2026-02-03")},{NO_DATE},,J-3,6,0,701,2,V-3,usmf
4,{day("2026-02-28")},{NO_DATE},,J-4,0,0,701,3,CL-1,usmf
5,{day("2026-02-10")},{NO_DATE},,J-5,6,2,701,2,FSV-1,usmf
6,{day("2026-02-16")},{NO_DATE},,J-6,36,0,702,12,MJ-1,demf
""",
    "generaljournalaccountentry": """recid,generaljournalentry,mainaccount,accountingcurrencyamount,transactioncurrencyamount,transactioncurrencycode,iscredit,iscorrection
1,1,1200,1160.50,1160.50,USD,0,0
2,1,4000,-1160.50,-1160.50,USD,1,0
3,2,1200,200.00,200.00,USD,0,0
4,3,1200,-50.00,-50.00,USD,0,1
5,3,4000,50.00,50.00,USD,1,1
6,4,4000,1110.50,1110.50,USD,0,0
7,5,1200,9999.00,9999.00,USD,0,0
8,6,9000,85.00,92.23,USD,0,0
""",
    "subledgervouchergeneraljournalentry": f"""recid,voucher,voucherdataareaid,accountingdate,generaljournalentry
1,FSV-1,usmf,{day("2026-02-10")},1
2,V-2,USMF,{day("2026-01-31")},2
""",
    "vendtable": "recid,dataareaid,accountnum,party,currency\n1,usmf,VN-1,92,USD\n",
    "purchtable": "recid,dataareaid,purchid,orderaccount,currencycode,purchstatus\n1,usmf,PO-1,VN-1,USD,3\n",
    "purchline": f"""recid,dataareaid,purchid,linenumber,vendaccount,purchqty,purchunit,purchprice,lineamount,currencycode,deliverydate,projid,projworker,purchstatus
1,usmf,PO-1,1.000000,VN-1,10.00,Hr,50.00,500.00,,{day("2026-01-20")},PRJ-1,0,3
2,usmf,PO-1,2,VN-1,1.00,ea,30.00,30.00,USD,{day("2026-01-20")},PRJ-1,{WORKER},4
""",
    "vendpackingsliptrans": f"""recid,dataareaid,packingslipid,origpurchid,purchaselinelinenumber,deliverydate,accountingdate,qty,valuemst
1,usmf,PS-1,PO-1,1,{day("2026-01-31")},{day("2026-01-31")},10.00,500.00
""",
    "vendinvoicejour": f"""recid,dataareaid,internalinvoiceid,invoiceid,invoicedate,documentdate,invoiceaccount,currencycode,ledgervoucher
1,usmf,VI-1,77,{day("2026-02-10")},{day("2026-02-06")},VN-1,USD,AP-1
""",
    "vendinvoicetrans": f"""recid,dataareaid,internalinvoiceid,invoiceid,invoicedate,origpurchid,purchaselinelinenumber,qty,purchunit,lineamount,currencycode
1,usmf,VI-1,77,{day("2026-02-10")},PO-1,1,9.50,hr,475.00,USD
""",
}

# The next day: a row that was deleted comes with its key and the mark, nothing else.
SECOND: dict[str, str] = {
    "projempltrans": "recid,dataareaid,transid,projid,transdate,qty,txt,IsDelete\n7,,,,,,,True\n",
    "projtable": f"""recid,dataareaid,projid,name,custaccount,projgroupid,projinvoiceprojid,status,type,created,startdate,projectedstartdate,projectedenddate,sortingid
3,usmf,PRJ-2,Support desk,C-1,INT,,3,4,{day("2025-12-03")},{day("2026-01-07")},{NO_DATE},{NO_DATE},PR-000003
""",
}
