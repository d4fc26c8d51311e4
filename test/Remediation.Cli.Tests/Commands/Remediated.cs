using System.Runtime.CompilerServices;

namespace Remediation.Cli.Tests.Commands;

/// <summary>The sample account after its open SSH was reverted, with the ledger of that.</summary>
internal sealed class Remediated : IDisposable
{
    private readonly Scratch _scratch;

    private Remediated(string test) => _scratch = new(test);

    public string Ledger => _scratch["ledger"];

    /// <summary>The account after it.</summary>
    public string Account => _scratch["after"];

    /// <summary>The revert's id.</summary>
    public string Id { get; private set; } = "";

    public string this[string name] => _scratch[name];

    public static async Task<Remediated> SshAsync([CallerMemberName] string test = "")
    {
        var remediated = new Remediated($"remediated-{test}");
        var run = await CommandRun.OfAsync([
            "handle",
            Samples.Event,
            "--snapshot",
            Samples.Account,
            "--policy",
            Samples.AdminPortsOnly,
            "--apply",
            "--ledger",
            remediated.Ledger,
            "--snapshot-out",
            remediated.Account,
            "--format",
            "json",
        ]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        remediated.Id = run.Json.GetProperty("outcomes")[0].GetProperty("ledger").GetString()!;
        return remediated;
    }

    public void Dispose() => _scratch.Dispose();
}
