using Remediation.Testing.Emulator;

[assembly: AssemblyFixture(typeof(EmulatorFixture))]
