using System.Text.Json;

namespace Remediation.Engine.Offline;

/// <summary>What the elements of a batch were read as, up to the first that is no JSON.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Fault">What is wrong with the element after the last item, or null.</param>
internal sealed record ParsedBatch<T>(List<T> Items, JsonException? Fault);
