namespace Remediation.Cli.Tests;

/// <summary>The tests that share the one emulator, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class EmulatorGroup
{
    public const string Name = "emulator";
}
