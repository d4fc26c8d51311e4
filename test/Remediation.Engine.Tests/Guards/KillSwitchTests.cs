using Remediation.Engine.Guards;
using Remediation.Engine.Tests.Layers;

namespace Remediation.Engine.Tests.Guards;

public sealed class KillSwitchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("remediation-").FullName;

    [Fact]
    public async Task Parameter_Run_IsClear()
    {
        var aws = new CannedAnswers().On("GetParameter", """{"Parameter":{"Name":"/x","Value":"run"}}""");

        Assert.Equal(KillSwitchState.Clear, await ReadAsync(new ParameterKillSwitch(aws, "/x")));
        Assert.Equal("""ssm:GetParameter {"Name":"/x"}""", Assert.Single(aws.Asked));
    }

    [Fact]
    public async Task Parameter_AnythingElse_StopsAndIsTheReason()
    {
        var aws = new CannedAnswers().On("GetParameter", """{"Parameter":{"Value":"migration until noon, CHG-7"}}""");

        Assert.Equal(
            new KillSwitchState(IsEngaged: true, "migration until noon, CHG-7 (parameter /x)"),
            await ReadAsync(new ParameterKillSwitch(aws, "/x"))
        );
    }

    [Fact]
    public async Task Parameter_AskedTwice_IsReadTwice()
    {
        var aws = new CannedAnswers().On("GetParameter", """{"Parameter":{"Value":"run"}}""");
        var killSwitch = new ParameterKillSwitch(aws, "/x");
        await ReadAsync(killSwitch);
        aws.On("GetParameter", """{"Parameter":{"Value":"stop"}}""");

        Assert.True((await ReadAsync(killSwitch)).IsEngaged);
    }

    [Theory]
    [InlineData("ParameterNotFound")]
    [InlineData("AccessDeniedException")]
    [InlineData("ThrottlingException")]
    public async Task Parameter_CannotBeRead_StopsForNow(string code)
    {
        var state = await ReadAsync(new ParameterKillSwitch(new CannedAnswers().Fail("GetParameter", code), "/x"));

        Assert.True(state is { IsEngaged: true, IsUnreadable: true });
        Assert.Contains(code, state.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Parameter":{}}""")]
    [InlineData("""{"Parameter":{"Value":1}}""")]
    public async Task Parameter_NoValue_StopsForNow(string answer) =>
        Assert.True(
            (
                await ReadAsync(new ParameterKillSwitch(new CannedAnswers().On("GetParameter", answer), "/x"))
            ).IsUnreadable
        );

    [Fact]
    public async Task File_Absent_IsClear() => Assert.Equal(KillSwitchState.Clear, await ReadAsync(File("STOP")));

    [Fact]
    public async Task File_NoFolder_IsClear() => Assert.Equal(KillSwitchState.Clear, await ReadAsync(File("no/STOP")));

    [Fact]
    public async Task File_Present_StopsAndSaysWhy()
    {
        var path = Path.Combine(_folder, "STOP");
        await System.IO.File.WriteAllTextAsync(path, "migration\n", TestContext.Current.CancellationToken);

        Assert.Equal(new KillSwitchState(IsEngaged: true, $"migration ({path})"), await ReadAsync(File("STOP")));
    }

    [Fact]
    public async Task File_IsAFolder_StopsForNow()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "STOP"));

        Assert.True((await ReadAsync(File("STOP"))).IsUnreadable);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FileKillSwitch File(string name) => new(Path.Combine(_folder, name));

    private static ValueTask<KillSwitchState> ReadAsync(IKillSwitch killSwitch) =>
        killSwitch.ReadAsync(TestContext.Current.CancellationToken);
}
