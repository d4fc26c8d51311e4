using System.Collections.Immutable;
using System.Globalization;
using Remediation.Aws;
using Remediation.Aws.Ledger;
using Remediation.Aws.Records;
using Remediation.Core;
using Remediation.Engine;
using Remediation.Engine.Offline;
using Remediation.Engine.Records;
using Remediation.Engine.Tickets;

namespace Remediation.Cli.Inputs;

/// <summary>
/// Where a command finds what was remediated, and what engines share: a folder, or the table and bucket of a deployment. Of several
/// commands at once on one folder each has a name of its own, which the next one takes over when a process is gone.
/// </summary>
internal sealed class StoresInput : IDisposable
{
    private const string RecordsFolder = "records";
    private const string TicketsFile = "tickets.jsonl";
    private const int MostAtOnce = 64;

    // It is held as long as the process works: that is what makes the name its own.
    private readonly FileStream? _slot;

    private StoresInput(ILedger ledger, IRecordStore records, string owner, FileStream? slot) =>
        (Ledger, Records, Owner, _slot) = (ledger, records, owner, slot);

    public ILedger Ledger { get; }

    public IRecordStore Records { get; }

    /// <summary>Who this process is, in leases.</summary>
    public string Owner { get; }

    /// <summary>Where tickets go.</summary>
    public ImmutableArray<ITicketSink> Tickets { get; private init; } = [];

    /// <summary>Whether the function, whose sinks a command does not know, delivers what is kept when it next wakes.</summary>
    public bool LeavesDelivery { get; private init; }

    public void Dispose() => _slot?.Dispose();

    /// <summary>An engine's ports on an account, with these stores and with nobody who is told anything.</summary>
    public EnginePorts PortsTo(IAccount account, TimeProvider time) =>
        new()
        {
            Account = account,
            Ledger = Ledger,
            Records = Records,
            Owner = Owner,
            Time = time,
        };

    /// <summary>The stores of a process that changes nothing but memory.</summary>
    public static StoresInput InMemory() => new(new MemoryLedger(), new MemoryRecords(), "engine", null);

    /// <summary>The ledger of a folder, to be read; it need not be there.</summary>
    public static StoresInput ToRead(string folder, TimeProvider time) =>
        new(new FileLedger(folder), new FolderRecords(Path.Combine(folder, RecordsFolder), time), "reader", null);

    /// <summary>The stores in a folder, to be written; or why they cannot be.</summary>
    public static ParseResult<StoresInput> ToWrite(string folder, TimeProvider time)
    {
        var records = Path.Combine(folder, RecordsFolder);
        try
        {
            Directory.CreateDirectory(records);
            for (var number = 0; number < MostAtOnce; number++)
            {
                if (Take(Path.Combine(records, $".engine-{number}")) is { } slot)
                {
                    var owner = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{number}");
                    return ParseResult<StoresInput>.Success(
                        new(new FileLedger(folder), new FolderRecords(records, time), owner, slot)
                        {
                            Tickets = [new TicketLog(Path.Combine(folder, TicketsFile))],
                        }
                    );
                }
            }
            return ParseResult<StoresInput>.Failure($"{folder}: {MostAtOnce} commands are at work on it already");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ParseResult<StoresInput>.Failure(
                $"{folder}: the ledger cannot be written, so nothing was changed: {fault.Message}"
            );
        }
    }

    /// <summary>The stores of a deployment. It sends no request.</summary>
    public static ParseResult<StoresInput> OfTable(string table, string? bucket, Func<string, string?> variable)
    {
        if (!AwsClients.Create(AwsClientSettings.FromVariables(variable)).TryGet(out var clients, out var error))
        {
            return ParseResult<StoresInput>.Failure(error);
        }
        var dynamoDb = clients.CreateDynamoDb();
        var s3 = bucket is null ? null : clients.CreateS3();
        var owner = string.Create(
            CultureInfo.InvariantCulture,
            $"cli-{Environment.MachineName}-{Environment.ProcessId}"
        );
        return ParseResult<StoresInput>.Success(
            new(
                new DynamoDbLedger(dynamoDb, table, clients.Budget, s3, bucket),
                new DynamoDbRecords(dynamoDb, table, clients.Budget),
                owner,
                null
            )
            {
                LeavesDelivery = true,
            }
        );
    }

    // Null while another process has it.
    private static FileStream? Take(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
