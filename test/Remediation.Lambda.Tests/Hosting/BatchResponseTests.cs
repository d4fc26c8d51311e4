using System.Text;
using Remediation.Lambda.Hosting;

namespace Remediation.Lambda.Tests.Hosting;

public sealed class BatchResponseTests
{
    [Fact]
    public void Write_NoFailures_IsAnEmptyList() => Assert.Equal("""{"batchItemFailures":[]}""", Written());

    [Fact]
    public void Write_Failures_NamesEachInOrder() =>
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"m-2"},{"itemIdentifier":"m-1"}]}""",
            Written("m-2", "m-1")
        );

    [Fact]
    public void Write_EmptyMessageId_Throws() => Assert.Throws<ArgumentException>(() => Written("m-1", ""));

    private static string Written(params string[] ids) => Encoding.UTF8.GetString(BatchResponse.Write(ids).Span);
}
