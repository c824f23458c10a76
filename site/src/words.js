/** The words of what stands on every page, in Chinese and English. */

/** @type {Record<string, [string, string]>} */
export const WORDS = {
  results: ["搜索结果", "Results"],
  found: ["{count} 条", "{count} found"],
  foundMore: ["{count} 条，显示前 {shown} 条", "{count} found, the first {shown} shown"],
  nothing: ["没有找到。", "Nothing found."],
  failed: [
    "搜索数据没有下载成功，请检查网络后再试。",
    "The search data did not load. Check the connection and try again.",
  ],
  searching: ["正在搜索……", "Searching …"],
  filter: ["筛选", "Filter"],
  any: ["全部", "all"],
  rows: ["{count} 行", "{count} rows"],
};
