namespace Remediation.Engine.Offline;

/// <summary>How a list in a document ended: whole, cut off by a page limit, or not there.</summary>
internal enum ElementStreamEnd
{
    Whole,
    Partial,
    NoList,
}
