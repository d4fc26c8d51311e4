using Remediation.Testing.Fuzzing;

namespace Remediation.Engine.Tests.Fuzzing;

public sealed class SurveyTests
{
    [Fact]
    public void Of_SomeFail_UsesAllAndTellsWhichFailed()
    {
        var used = 0;

        var fault = Assert.Throws<InvalidOperationException>(() =>
            Survey.Of(
                Enumerable.Range(0, 100),
                input =>
                {
                    Interlocked.Increment(ref used);
                    Assert.NotEqual(7, input);
                },
                input => $"input {input}"
            )
        );

        Assert.Equal(100, used);
        Assert.EndsWith("input 7", fault.Message, StringComparison.Ordinal);
    }
}
