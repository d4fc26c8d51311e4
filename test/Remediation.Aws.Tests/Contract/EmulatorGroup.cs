using Remediation.Testing.Emulator;

[assembly: AssemblyFixture(typeof(EmulatorFixture))]

namespace Remediation.Aws.Tests.Contract;

/// <summary>The tests that share the one emulator, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class EmulatorGroup
{
    public const string Name = "emulator";
}
