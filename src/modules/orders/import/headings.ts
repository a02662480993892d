import type { ColumnMeaning } from '../schema.ts';

/**
 * Headings as the systems write them from which orders are exported: 用友, 金蝶, 管家婆, 纷享销客, 企业微信, SAP, Shopify, hand-made
 * Excel. Within a meaning the better column comes first: a file with 价税合计 and 金额 is read with 价税合计.
 */
export const headingWords: Readonly<Record<ColumnMeaning, string>> = {
  customerCode: `客户编号 客户编码 客户代码 客户号 客户id 客户代号 往来单位编码 往来单位编号 往来单位代码 购货单位编码 购货单位代码 购货方编码
    购货客户编码 单位编码 单位编号 经销商编码 经销商编号 门店编号 门店编码 店铺编号 终端编码 会员编号 会员号 会员卡号 买家id
    customerid customercode customerno customernumber customerkey custid custno custcode clientid clientcode accountid accountno
    accountnumber accountcode storeid storenumber storeno store soldto soldtoparty buyerid debtorno partnerid`,
  customerName: `客户名称 客户全称 客户 客户简称 客户公司 客户单位 客户姓名 购货单位 购货单位名称 购货客户 购货方 购货方名称 购买方 购买方名称
    往来单位 往来单位名称 往来户 单位名称 公司名称 企业名称 买方 买方名称 买家 收货单位 收货单位名称 开票单位 经销商 经销商名称 代理商 门店 门店名称
    店铺 店铺名称 终端 终端名称 会员 会员名称 customername customer client clientname account accountname company companyname buyer buyername
    storename soldtoname partner partnername billto`,
  date: `下单日期 下单时间 订单日期 订单时间 单据日期 开单日期 业务日期 销售日期 成交日期 成交时间 交易日期 交易时间 签单日期 签订日期 合同日期
    日期 出库日期 发货日期 开票日期 制单日期 记账日期 审核日期 付款时间 支付时间 创建日期 创建时间 时间
    orderdate orderedat invoicedate date salesdate saledate transactiondate purchasedate documentdate docdate postingdate billingdate
    shipdate createdat created datetime day time`,
  amount: `价税合计 含税金额 订单金额 成交金额 销售金额 订单总额 订单总金额 实付金额 实收金额 金额 总金额 合计金额 销售额 成交额 应收金额 本币价税合计
    本币金额 折后金额 总价 总额 货款 货款金额 合计 小计 不含税金额 未税金额 无税金额
    totalamount orderamount amount ordertotal grandtotal total linetotal lineamount netamount grossamount salesamount sales saleamount
    revenue totaldue subtotal extendedprice value saledollars amt`,
  quantity: `数量 销售数量 订单数量 订货数量 出库数量 实发数量 发货数量 主数量 基本数量 件数
    quantity qty orderqty orderquantity units unitssold`,
  unitPrice: `含税单价 单价 销售单价 实际单价 折后单价 成交单价 成交价 售价 价格 不含税单价 无税单价 unitprice price salesprice priceeach`,
  rep: `业务员 业务员名称 业务员姓名 销售员 销售员名称 销售人员 所属业务员 负责业务员 归属业务员 跟单员 客户经理 销售代表 业务代表 销售负责人
    客户负责人 负责人 归属人 所属人 跟进人 业务经理 销售经理 销售 业务 销售顾问 营业员 经办人 职员 职员名称 员工 员工姓名 业务员编号 业务员编码 业务员代码
    salesperson salespersonname salesrep salesrepresentative repname rep salesman accountmanager accountowner owner seller agent employee
    employeename salespersonid salesrepid repid employeekey employeeid`,
  region: `销售区域 区域 大区 所属区域 地区 片区 省份 省区 省 所在省份 收货省份 所在地区 城市 所在城市 市 国家 办事处 分公司
    region salesregion area territory salesterritory country province state city salesterritorykey`,
  product: `产品名称 商品名称 物料名称 存货名称 货品名称 品名 产品 商品 物料 存货 货品 产品编码 产品编号 商品编码 商品编号 物料编码 物料代码 存货编码
    料号 规格型号 产品型号 型号 规格 productname product itemname item itemdescription description stockcode sku productcode productid
    itemcode itemid material model`,
  orderNo: `订单号 订单编号 订单号码 销售订单号 单据编号 单据号 单号 销售单号 销售单据号 单据号码 出库单号 发货单号 合同号 合同编号 发票号 发票号码 凭证号
    交易号 交易单号 流水号 原单号 salesordernumber orderno ordernumber orderid order salesorder invoiceno invoicenumber invoiceid invoice
    documentno docno documentnumber transactionid receiptno pono`,
  from: `开始日期 起始日期 生效日期 开始时间 生效时间 接手日期 归属开始 负责开始日期 起 自 从 from fromdate validfrom start startdate since effectivefrom`,
  to: `结束日期 截止日期 终止日期 失效日期 结束时间 失效时间 截止时间 归属结束 负责结束日期 止 至 到 to todate validto end enddate until effectiveto`,
};

/** Weaker: a heading that contains one of these, if nothing fits exactly. */
export const headingPatterns: readonly (readonly [ColumnMeaning, RegExp])[] = [
  ['rep', /业务员|销售员|销售代表|业务代表|客户经理|跟单员|salesperson|salesrep|salesman/],
  ['customerCode', /(客户|往来单位|购货单位|经销商|门店|会员|customer|client).{0,4}(编号|编码|代码|代号|id|code|no|number)$/],
  ['customerName', /(客户|往来单位|购货单位|购买方|经销商|客商).{0,4}(名称|全称|简称|名|name)?$|customer.?name|client.?name/],
  ['orderNo', /(订单|单据|合同|发票|出库单|销售单).{0,4}(编号|号|号码)$|(order|invoice|document).{0,4}(no|id|number)$/],
  ['unitPrice', /单价|unit.?price/],
  ['quantity', /数量|quantity|qty/],
  [
    'amount',
    /(价税|含税|订单|成交|销售|实付|实收|应收).{0,4}(合计|金额|总额|额)$|金额$|(order|sales?|total|net).{0,4}(amount|value|total)$/,
  ],
  ['date', /(下单|订单|单据|开单|业务|销售|成交|交易).{0,4}(日期|时间)$|(order|invoice|sales?|document).?(date|time|day)/],
  ['region', /区域|大区|地区|省份|region|territory|country/],
  ['product', /(产品|商品|物料|存货|货品).{0,4}(名称|名|编码|编号|代码|型号)$|product|stock.?code/],
];

/** Headings that contain a word from above and mean something else. */
export const otherHeadings =
  /税额|税率|折扣|优惠|运费|成本|毛利|利润|佣金|提成|定金|欠款|未收|已收|余额|库存|地址|电话|手机|邮箱|传真|类型|类别|分类|等级|级别|状态|来源|行业|备注|交货日期|交期|到期|生产日期|生日|计量单位|discount|tax|freight|shipping|cost|profit|margin|commission|address|phone|email|status|type|category|remark|note|due|birth/;

/** Lower case, half-width, without spaces, punctuation and what stands in brackets: 金额（万元） becomes 金额. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|\[.*?\]|【.*?】/g, '')
    .replace(/[\s_\-—·.:;,/\\*#'"`]+/g, '');
}

/** 10000 for 金额（万元） or 金额(万), else 1. */
export function headingUnit(heading: string): number {
  const inBrackets = /[([【](.*?)[)\]】]/.exec(heading.normalize('NFKC'))?.[1] ?? '';
  if (/亿/.test(inBrackets)) return 100_000_000;
  if (/万/.test(inBrackets)) return 10_000;
  return /千元/.test(inBrackets) ? 1000 : 1;
}
