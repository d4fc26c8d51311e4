using System.Collections.Immutable;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;

namespace Remediation.Engine.Layers;

/// <summary>Gathers the parts of one state from answers.</summary>
internal sealed class WafParts
{
    public ImmutableSortedDictionary<string, AwsDocument> Known { get; private set; } =
        ImmutableSortedDictionary.Create<string, AwsDocument>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Unknown { get; private set; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>A failure that may pass, so that asking again later may tell; or null.</summary>
    public CallError? Late { get; private set; }

    public void Add(string part, AwsDocument document) => Known = Known.SetItem(part, document);

    public void AddUnknown(string part, string reason) => Unknown = Unknown.SetItem(part, reason);

    public void Add(string part, DocumentAnswer answer)
    {
        if (answer.IsAnswered)
        {
            Add(part, answer.Document);
        }
        else if (answer.IsRetryable)
        {
            Late ??= answer.Error;
        }
        else if (!answer.IsNotFound)
        {
            AddUnknown(part, answer.Error.ToString());
        }
    }
}
