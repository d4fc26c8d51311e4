using Remediation.Core.Events;

namespace Remediation.Cli.Inputs;

/// <summary>One record of the input, and the file that it stood in.</summary>
internal sealed record EventInput(string File, ParsedEvent Event)
{
    /// <summary>For people: the file, and where in it.</summary>
    public string Place
    {
        get
        {
            var file = File == EventInputs.StandardInput ? "standard input" : File;
            return Event.Position.Length == 0 ? file : $"{file} {Event.Position}";
        }
    }
}
