using System.Text;
using System.Text.Json;
using Remediation.Core.Planning;
using Remediation.Engine.Audits;

namespace Remediation.Engine.Tests.Audits;

/// <summary>Reports in memory, which fails when a test says so.</summary>
internal sealed class MemoryReports : IReportStore
{
    public SortedDictionary<string, byte[]> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>Asked before each write, with its key: an error to answer instead, or null.</summary>
    public Func<string, CallError?> InterceptWrite { get; set; } = _ => null;

    public string Name => "bucket";

    public ValueTask<CallError?> WriteAsync(
        string key,
        ReadOnlyMemory<byte> content,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        if (InterceptWrite(key) is { } error)
        {
            return ValueTask.FromResult<CallError?>(error);
        }
        Kept[key] = content.ToArray();
        return ValueTask.FromResult<CallError?>(null);
    }

    public ValueTask<StoreAnswer<byte[]>> ReadAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            Kept.TryGetValue(key, out var content)
                ? StoreAnswer<byte[]>.Of(content)
                : StoreAnswer<byte[]>.Failed(new("NoSuchKey", key))
        );

    public string Text(string key) => Encoding.UTF8.GetString(Kept[key]);

    public JsonElement Json(string key) => JsonDocument.Parse(Kept[key]).RootElement;
}
