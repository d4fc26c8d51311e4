using System.Collections;
using Remediation.Cli;

var environment = Environment
    .GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first asks to stop between two calls, so that none is left without its answer; the second ends the process.
    press.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
var isTerminal = !Console.IsOutputRedirected;
var session = new Session
{
    Input = input,
    Output = output,
    Error = Console.Error,
    Width = Terminal.Width(environment.GetValueOrDefault("COLUMNS"), isTerminal ? Console.WindowWidth : 0),
    IsTerminal = isTerminal,
    HasColour = Terminal.HasColour(
        isTerminal,
        environment.GetValueOrDefault("NO_COLOR"),
        environment.GetValueOrDefault("TERM")
    ),
    ShowsProgress = !Console.IsErrorRedirected,
    Time = TimeProvider.System,
    Variable = name => environment.GetValueOrDefault(name),
};
return await CommandLine.RunAsync(args, session, stop.Token);
