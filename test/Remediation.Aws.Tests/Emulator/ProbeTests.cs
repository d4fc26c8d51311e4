using Remediation.Testing.Emulator;
[assembly: AssemblyFixture(typeof(EmulatorFixture))]
namespace Remediation.Aws.Tests.Emulator;
public sealed class ProbeTests(EmulatorFixture f)
{
    [Fact] public async Task Up() { var e = await f.EmptyAsync(); Assert.True(e.IsRunning); }
}
