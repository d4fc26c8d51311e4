namespace Remediation.Engine.Offline;

/// <summary>Goes through the list of that name in a document, and tells how it ended.</summary>
internal delegate ElementStreamEnd ListReading(Stream document, ReadOnlySpan<byte> listName);
