using System.Text.Json;

namespace Remediation.Engine.Offline;

/// <summary>One element of a listing, or a whole output.</summary>
/// <param name="Json">The element, independent of the file that it was read from.</param>
/// <param name="File">The name of the file, for messages.</param>
/// <param name="Rest">What the file's name has beside the operation, such as a resource's name; may be empty.</param>
public sealed record SnapshotElement(JsonElement Json, string File, string Rest);
