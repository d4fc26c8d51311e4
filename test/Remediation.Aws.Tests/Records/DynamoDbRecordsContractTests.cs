using Remediation.Aws.Records;
using Remediation.Aws.Tests.Contract;
using Remediation.Aws.Tests.Ledger;
using Remediation.Engine.Records;
using Remediation.Engine.Tests.Records;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Records;

[Collection(EmulatorGroup.Name)]
public sealed class DynamoDbRecordsContractTests(EmulatorFixture fixture) : RecordStoreContract
{
    private const string Table = "remediation-ledger";

    private AwsClients? _clients;

    protected override async ValueTask<IRecordStore> OpenAsync()
    {
        if (_clients is null)
        {
            _clients = EmulatorAccount.Clients(await fixture.EmptyAsync());
            await DynamoDbLedgerTests.CreateTableAsync(_clients.CreateDynamoDb(), Table);
        }
        return new DynamoDbRecords(_clients.CreateDynamoDb(), Table, _clients.Budget);
    }
}
