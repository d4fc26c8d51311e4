using Remediation.Core.Planning;
using Remediation.Engine.PolicyDocuments;

namespace Remediation.Lambda.Tests;

public sealed class ReadOnlyPolicyCopyTests
{
    [Fact]
    public async Task Copy_IsReadAndNeverWritten()
    {
        var kept = new Kept();
        var copy = new ReadOnlyPolicyCopy(kept);

        Assert.Null(await copy.KeepAsync("version: 1\nmode: enforce\n", TestContext.Current.CancellationToken));

        Assert.Equal("version: 1\n", (await copy.ReadAsync(TestContext.Current.CancellationToken)).Text);
        Assert.Equal(0, kept.Writes);
    }

    private sealed class Kept : IPolicyCopy
    {
        public int Writes { get; private set; }

        public ValueTask<PolicyRead> ReadAsync(CancellationToken cancellationToken) =>
            new(PolicyRead.Of("version: 1\n", "1"));

        public ValueTask<CallError?> KeepAsync(string text, CancellationToken cancellationToken)
        {
            Writes++;
            return new((CallError?)null);
        }
    }
}
