using System.Collections;
using System.Runtime.InteropServices;
using Remediation.Lambda;
using Remediation.Lambda.Hosting;

var environment = Environment
    .GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

using var stop = new CancellationTokenSource();

// Lambda ends an environment with SIGTERM: what is in hand is finished first.
using var terminate = PosixSignalRegistration.Create(
    PosixSignal.SIGTERM,
    context =>
    {
        context.Cancel = true;
        stop.Cancel();
    }
);

return await new FunctionHost(
    environment.GetValueOrDefault("AWS_LAMBDA_RUNTIME_API"),
    () => FunctionHandler.CreateAsync(environment, TimeProvider.System, Console.Out),
    TimeProvider.System,
    new HostLog(Console.Error)
).RunAsync(stop.Token);
