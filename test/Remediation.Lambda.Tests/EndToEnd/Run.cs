using Remediation.Lambda.Tests.Hosting;
using Remediation.Testing.Emulator;

namespace Remediation.Lambda.Tests.EndToEnd;

/// <summary>A deployed stack, a group with an open port beside it, and the program at work for it.</summary>
internal sealed class Run : IAsyncDisposable
{
    private BootstrapProcess? _process;

    private Run(DeployedStack stack, OpenSsh group, OpenSsh maker) => (Stack, Group, Maker) = (stack, group, maker);

    public DeployedStack Stack { get; }

    /// <summary>The group, looked at by somebody who may.</summary>
    public OpenSsh Group { get; }

    public FakeRuntimeApi Api { get; } = new();

    public BootstrapProcess Process => _process!;

    private OpenSsh Maker { get; }

    /// <param name="parameters">Of the template, each as <c>Name=value</c>.</param>
    /// <param name="without">An action that the roles are not given, or null.</param>
    /// <param name="start">Whether the program is to be at work already.</param>
    public static Task<Run> StartAsync(
        EmulatorFixture fixture,
        string[] parameters,
        string? without = null,
        bool start = true
    ) => StartAsync(fixture, _ => parameters, without, start);

    /// <param name="parameters">Of the template, given a VPC that there is.</param>
    public static Task<Run> StartWithVpcAsync(EmulatorFixture fixture, Func<string, string[]> parameters) =>
        StartAsync(fixture, parameters, without: null, start: true);

    /// <summary>Another process of the same function.</summary>
    public BootstrapProcess Begin() => BootstrapProcess.Start(Api.Endpoint, Stack.Environment);

    public async ValueTask DisposeAsync()
    {
        _process?.Dispose();
        Api.Dispose();
        Group.Dispose();
        Maker.Dispose();
        await Stack.DisposeAsync();
    }

    private static async Task<Run> StartAsync(
        EmulatorFixture fixture,
        Func<string, string[]> parameters,
        string? without,
        bool start
    )
    {
        var emulator = await fixture.EmptyAsync();
        var maker = await OpenSsh.CreateAsync(emulator);
        var stack = await DeployedStack.CreateAsync(fixture, emulator, parameters(maker.VpcId), without);
        var run = new Run(stack, maker.As(stack.Clients), maker);
        run._process = start ? run.Begin() : null;
        return run;
    }
}
