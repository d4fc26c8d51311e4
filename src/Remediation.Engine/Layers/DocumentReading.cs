using Remediation.Core;
using Remediation.Core.Resources;
using Remediation.Engine.Offline;

namespace Remediation.Engine.Layers;

/// <summary>
/// Collects live answers in the shape in which a snapshot's outputs come, so that both are put together by the same code. For one
/// read or one listing.
/// </summary>
internal sealed class DocumentReading(IDocumentSource source, CancellationToken cancellationToken)
{
    private SnapshotDocuments? _documents;

    /// <summary>The account, where it is known beforehand.</summary>
    public string Account { get; init; } = "";

    public SnapshotDocuments Documents => _documents ??= new(Account, source.Region);

    /// <summary>The answer that says that something could not be read for now, or null.</summary>
    public DocumentAnswer? PassingFailure { get; private set; }

    /// <summary>Lists something without which there is no state at all.</summary>
    public async Task<DocumentAnswer> ListAsync(
        string output,
        string service,
        string operation,
        string list,
        string parameters
    )
    {
        var answer = await source.AllAsync(service, operation, parameters, list, cancellationToken);
        if (answer.IsAnswered)
        {
            Documents.Found(output, whyIncomplete: null);
            foreach (var element in answer.Document.Root.EnumerateArray())
            {
                Documents.Add(output, new(element, output, ""));
            }
        }
        return answer;
    }

    /// <summary>Lists a side part: that it may not be read is said in the states; that it cannot for now fails all of it.</summary>
    public async Task AddAsync(string output, string service, string operation, string list, string parameters) =>
        Note(output, await ListAsync(output, service, operation, list, parameters));

    /// <summary>The same where the service answers "not found" when the list is empty.</summary>
    public async Task AddOrNoneAsync(string output, string service, string operation, string list, string parameters)
    {
        var answer = await ListAsync(output, service, operation, list, parameters);
        if (answer.IsNotFound)
        {
            Documents.Found(output, whyIncomplete: null);
            return;
        }
        Note(output, answer);
    }

    /// <summary>Reads a side part that is an output of its own. That there is none is an answer, too.</summary>
    public async Task AddWholeAsync(string output, string service, string operation, string parameters)
    {
        if (Documents.IsFound(output) && Documents.WhyUnknown(output) is not null)
        {
            return;
        }
        var answer = await source.CallAsync(service, operation, parameters, cancellationToken);
        if (answer.IsAnswered)
        {
            Documents.Add(output, new(answer.Document.Root, output, ""));
        }
        else if (answer.IsNotFound)
        {
            Documents.Found(output, whyIncomplete: null);
        }
        else
        {
            Note(output, answer);
        }
    }

    /// <summary>The only state of what was put together.</summary>
    public static ReadOutcome Single(IEnumerable<ParseResult<ResourceState>> assembled)
    {
        using var results = assembled.GetEnumerator();
        if (!results.MoveNext())
        {
            return ReadOutcome.NotFound;
        }
        return results.Current.TryGet(out var state, out var reason)
            ? ReadOutcome.Found(state)
            : ReadOutcome.Failed(new("MalformedResponse", reason), isRetryable: false);
    }

    /// <summary>Every state of what was put together; one that cannot be made fails the listing.</summary>
    public static IEnumerable<ResourceState> All(IEnumerable<ParseResult<ResourceState>> assembled) =>
        assembled.Select(result =>
            result.TryGet(out var state, out var reason)
                ? state
                : throw new AccountException(new("MalformedResponse", reason), isRetryable: false)
        );

    public static void ThrowUnlessAnswered(DocumentAnswer answer)
    {
        if (!answer.IsAnswered)
        {
            throw new AccountException(answer.Error, answer.IsRetryable);
        }
    }

    public static void ThrowIf(DocumentAnswer? failure)
    {
        if (failure is not null)
        {
            ThrowUnlessAnswered(failure);
        }
    }

    private void Note(string output, DocumentAnswer answer)
    {
        if (answer.IsAnswered)
        {
            return;
        }
        Documents.Found(output, answer.Error.ToString());
        if (answer.IsRetryable)
        {
            PassingFailure ??= answer;
        }
    }
}
