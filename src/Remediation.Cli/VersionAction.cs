using System.CommandLine;
using System.CommandLine.Invocation;

namespace Remediation.Cli;

/// <summary>Prints the product's version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"remediate {CommandLine.Version}");
        return ExitCode.Done;
    }
}
