using Remediation.Core.Resources.Documents;
using Remediation.Engine.Organizations;
using Remediation.Testing;

namespace Remediation.Engine.Tests.Organizations;

public sealed class OrganizationUnitsTests
{
    private const string Account = "111122223333";

    private readonly VirtualTime _time = new();

    [Fact]
    public async Task UnitsOf_AnAccount_AreAllAboveItUpToTheRoot()
    {
        var source = Nested();

        var units = await UnitsOfAsync(new(source, _time));

        Assert.Equal(["ou-ab12-22222222", "ou-ab12-11111111", "r-ab12"], units.Value);
    }

    [Fact]
    public async Task UnitsOf_TheSameAccount_AreAskedForOnceInAWhile()
    {
        var source = Nested();
        var units = new OrganizationUnits(source, _time);

        await UnitsOfAsync(units);
        await UnitsOfAsync(units);
        Assert.Equal(3, source.Calls);

        _time.Advance(TimeSpan.FromMinutes(16));
        await UnitsOfAsync(units);
        Assert.Equal(6, source.Calls);
    }

    // A failure is not kept: the next event asks again.
    [Fact]
    public async Task UnitsOf_WhatCannotBeAsked_IsNotKnownAndNotRemembered()
    {
        var source = new ScriptedParents([]);
        var units = new OrganizationUnits(source, _time);

        Assert.Equal("AccessDenied", (await UnitsOfAsync(units)).Error?.Code);
        await UnitsOfAsync(units);
        Assert.Equal(2, source.Calls);
    }

    [Fact]
    public async Task UnitsOf_ACircle_Ends()
    {
        var source = new ScriptedParents(
            new()
            {
                [Account] = ("ou-ab12-22222222", "ORGANIZATIONAL_UNIT"),
                ["ou-ab12-22222222"] = ("ou-ab12-22222222", "ORGANIZATIONAL_UNIT"),
            }
        );

        Assert.Equal("UnitUnknown", (await UnitsOfAsync(new(source, _time))).Error?.Code);
    }

    private static ScriptedParents Nested() =>
        new(
            new()
            {
                [Account] = ("ou-ab12-22222222", "ORGANIZATIONAL_UNIT"),
                ["ou-ab12-22222222"] = ("ou-ab12-11111111", "ORGANIZATIONAL_UNIT"),
                ["ou-ab12-11111111"] = ("r-ab12", "ROOT"),
            }
        );

    private static async Task<StoreAnswer<IReadOnlyList<string>>> UnitsOfAsync(OrganizationUnits units) =>
        await units.UnitsOfAsync(Account, TestContext.Current.CancellationToken);

    private sealed class ScriptedParents(Dictionary<string, (string Id, string Type)> parents) : IDocumentSource
    {
        public int Calls { get; private set; }

        public string Region => "us-east-1";

        public Task<DocumentAnswer> CallAsync(
            string service,
            string operation,
            string parametersJson,
            CancellationToken cancellationToken
        )
        {
            Calls++;
            var child = AwsDocument.Parse(parametersJson).Root.GetProperty("ChildId").GetString()!;
            return Task.FromResult(
                parents.TryGetValue(child, out var parent)
                    ? DocumentAnswer.Of(
                        AwsDocument.Parse($$"""{"Parents":[{"Id":"{{parent.Id}}","Type":"{{parent.Type}}"}]}""")
                    )
                    : DocumentAnswer.Failed(new("AccessDenied", "no"), isRetryable: false)
            );
        }
    }
}
