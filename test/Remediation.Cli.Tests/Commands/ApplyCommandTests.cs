using System.Text.Json;
using Remediation.Core.Resources.SecurityGroups;
using Remediation.Engine.Approvals;
using Remediation.Engine.Offline;

namespace Remediation.Cli.Tests.Commands;

/// <summary>What the policy asks before is done by the command that the ticket gives, and by nothing else.</summary>
public sealed class ApplyCommandTests
{
    private const string Asks = """
        version: 1
        mode: enforce
        checks:
          "*": { respond: observe }
          sg-open-admin-port: { respond: ask }
        """;

    private const string Key = "correct horse battery staple, and some more";

    [Fact]
    public async Task Ticket_Command_IsOneThatCarriesThePlanOut()
    {
        using var asked = await AskedAsync();
        var (plan, command) = asked.Ticket();
        Assert.Equal("remediate", command[0]);

        var run = await CommandRun.OfAsync([
            .. command[1..],
            "--by",
            "bob",
            "--snapshot-out",
            asked["after"],
            "--format",
            "json",
        ]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal("remediation.apply/1", run.Json.GetProperty("schema").GetString());
        Assert.Equal(
            ("applied", plan),
            (run.Json.GetProperty("decision").GetString(), run.Json.GetProperty("plan").GetString())
        );
        Assert.DoesNotContain(Group(asked["after"]).Rules, rule => rule.ToString() == "tcp/20-25 from 0.0.0.0/0");
        var listed = await CommandRun.OfAsync("ledger", "list", "--ledger", asked.Ledger, "--format", "json");
        var entry = Assert.Single(listed.Json.GetProperty("remediations").EnumerateArray());
        Assert.Equal(
            ("approve", "bob"),
            (entry.GetProperty("action").GetString(), entry.GetProperty("actor").GetString())
        );
        Assert.Equal("closed", asked.LastTicket().GetProperty("status").GetString());
    }

    [Fact]
    public async Task Apply_WithoutApply_SaysWhatItWouldDoAndWritesNothing()
    {
        using var asked = await AskedAsync();
        var (plan, _) = asked.Ticket();
        var before = Files(asked.Ledger);

        var run = await CommandRun.OfAsync(asked.Apply(plan));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("nothing was changed; --apply would", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, Files(asked.Ledger));
    }

    [Fact]
    public async Task Apply_ResourceMovedSince_IsRefusedWithThePlanOfNow()
    {
        using var asked = await AskedAsync();
        var (plan, _) = asked.Ticket();
        foreach (var file in Directory.GetFiles(asked.Account, "ec2.describe-security-group*.json"))
        {
            File.WriteAllText(file, File.ReadAllText(file).Replace("\"oops\"", "\"meant\"", StringComparison.Ordinal));
        }

        var run = await CommandRun.OfAsync([.. asked.Apply(plan), "--apply"]);
        var json = await CommandRun.OfAsync([.. asked.Apply(plan), "--apply", "--format", "json"]);

        Assert.Equal(3, run.Code);
        Assert.Contains("refused", run.Output, StringComparison.Ordinal);
        Assert.Contains("the plan of now is", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal("refused", json.Json.GetProperty("decision").GetString());
        Assert.Empty(Directory.GetFiles(asked.Ledger, "1*.jsonl"));
    }

    [Fact]
    public async Task Apply_TooLate_IsRefused()
    {
        using var asked = await AskedAsync();
        var (plan, _) = asked.Ticket();

        var run = await CommandRun.WithAsync(
            session => session with { Time = new LaterTime(TimeSpan.FromDays(8)) },
            [.. asked.Apply(plan), "--apply"]
        );

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("the time to approve of plan", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_ModeObserve_IsRefusedAndWritesNothing()
    {
        using var asked = await AskedAsync();
        var (plan, _) = asked.Ticket();
        var before = Files(asked.Ledger);

        var run = await CommandRun.OfAsync([.. asked.Apply(plan), "--apply", "--mode", "observe"]);

        Assert.Equal(3, run.Code);
        Assert.Contains("mode is observe", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, Files(asked.Ledger));
    }

    [Fact]
    public async Task Apply_SignWith_PrintsAnEventThatCountsForItsKeyAlone()
    {
        using var asked = await AskedAsync();
        var (plan, _) = asked.Ticket();
        asked.Write("key", Key + "\n");

        var ofFile = await CommandRun.OfAsync(
            "apply",
            "--plan",
            plan,
            "--by",
            "bob",
            "--sign-with",
            $"file:{asked["key"]}"
        );
        var ofVariable = await CommandRun.WithAsync(
            session => session with { Variable = name => name == "APPROVAL_KEY" ? Key : null },
            ["apply", "--plan", plan, "--by", "bob", "--valid", "30m", "--sign-with", "env:APPROVAL_KEY"]
        );

        foreach (var (run, minutes) in new[] { (ofFile, 60), (ofVariable, 30) })
        {
            Assert.Equal((0, ""), (run.Code, run.Error));
            var token = run.Json.GetProperty("approve").GetString()!;
            Assert.True(SignedApproval.Read(token, Key).TryGet(out var approval, out var reason), reason);
            Assert.Equal(
                (plan, "bob", new FixedTime().GetUtcNow().AddMinutes(minutes)),
                (approval.PlanHash, approval.By, approval.Expires)
            );
            Assert.False(SignedApproval.Read(token, Key + "x").TryGet(out _, out _));
            Assert.DoesNotContain(Key, run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("apply")]
    [InlineData("apply --plan abc --snapshot S --ledger L")]
    [InlineData("apply --plan H --snapshot S")]
    [InlineData("apply --plan H --snapshot S --live --ledger L")]
    [InlineData("apply --plan H --ledger L")]
    [InlineData("apply --plan H --live --ledger L --snapshot-out o")]
    [InlineData("apply --plan H --snapshot S --ledger nowhere")]
    [InlineData("apply --plan H --snapshot S --ledger L")]
    [InlineData("apply --plan H --sign-with env:NOT_SET")]
    [InlineData("apply --plan H --sign-with key")]
    [InlineData("apply --plan H --sign-with file:nowhere")]
    [InlineData("apply --plan H --sign-with file:SHORT")]
    [InlineData("apply --plan H --sign-with env:A --valid 8d")]
    [InlineData("apply --plan H --sign-with env:A --apply")]
    public async Task Apply_BadUse_SaysWhatIsWrong(string arguments)
    {
        using var folder = new Scratch($"badapply{arguments.Length}{arguments[^1]}");
        Directory.CreateDirectory(folder["ledger"]);
        var run = await CommandRun.OfAsync([
            .. arguments
                .Split(' ')
                .Select(word =>
                    word switch
                    {
                        "S" => Samples.Account,
                        "L" => folder["ledger"],
                        "H" => new string('0', 64),
                        "file:SHORT" => $"file:{folder.Write("short", "too short")}",
                        _ => word,
                    }
                ),
        ]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
    }

    private static async Task<Asked> AskedAsync([System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var asked = new Asked(test);
        var run = await CommandRun.OfAsync(
            "handle",
            Samples.Event,
            "--snapshot",
            asked.Account,
            "--policy",
            asked.Policy,
            "--apply",
            "--ledger",
            asked.Ledger
        );
        Assert.Equal((0, ""), (run.Code, run.Error));
        return asked;
    }

    private static SecurityGroup Group(string account) =>
        (SecurityGroup)SnapshotReader.Load(account).Snapshot.SecurityGroups[Samples.GroupId];

    private static string Files(string folder) =>
        string.Join(
            '\n',
            Directory
                .GetFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .Select(file => $"{file}\n{File.ReadAllText(file)}")
        );

    /// <summary>The sample account after an event that led to a question, with the ticket that asks it.</summary>
    private sealed class Asked : IDisposable
    {
        private readonly Scratch _scratch;

        public Asked(string test)
        {
            _scratch = new($"asked-{test}");
            Account = _scratch.CopyOfAccount();
            // A name that a shell would take apart.
            Policy = _scratch.Write("the policy's.yaml", Asks);
        }

        public string Account { get; }

        public string Policy { get; }

        public string Ledger => _scratch["ledger"];

        public string this[string name] => _scratch[name];

        public void Write(string name, string text) => _scratch.Write(name, text);

        public string[] Apply(string plan) =>
            ["apply", "--plan", plan, "--snapshot", Account, "--ledger", Ledger, "--policy", Policy];

        public JsonElement LastTicket() =>
            JsonDocument.Parse(File.ReadLines(_scratch["ledger/tickets.jsonl"]).Last()).RootElement;

        public (string Plan, string[] Command) Ticket() =>
            (
                LastTicket().GetProperty("planHash").GetString()!,
                Words(LastTicket().GetProperty("command").GetString()!)
            );

        public void Dispose() => _scratch.Dispose();

        // As a POSIX shell takes them apart.
        private static string[] Words(string command)
        {
            var (words, word, isQuoted, isEscaped) = (new List<string>(), "", false, false);
            foreach (var c in command)
            {
                if (isEscaped || (c is not ('\'' or '\\' or ' ') || (isQuoted && c != '\'')))
                {
                    (word, isEscaped) = (word + c, false);
                }
                else if (c == '\'')
                {
                    isQuoted = !isQuoted;
                }
                else if (c == '\\')
                {
                    isEscaped = true;
                }
                else
                {
                    words.Add(word);
                    word = "";
                }
            }
            return [.. words, word];
        }
    }

    private sealed class LaterTime(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new FixedTime().GetUtcNow() + later;
    }
}
