using Remediation.Aws.Ledger;
using Remediation.Aws.Tests.Contract;
using Remediation.Engine;
using Remediation.Engine.Tests.Ledgers;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Ledger;

[Collection(EmulatorGroup.Name)]
public sealed class DynamoDbLedgerContractTests(EmulatorFixture fixture) : LedgerContract
{
    private const string Name = "remediation-ledger";

    private AwsClients? _clients;

    protected override async ValueTask<ILedger> OpenAsync()
    {
        if (_clients is null)
        {
            _clients = EmulatorAccount.Clients(await fixture.EmptyAsync());
            await DynamoDbLedgerTests.CreateTableAsync(_clients.CreateDynamoDb(), Name);
            await _clients.CreateS3().PutBucketAsync(Name);
        }
        return new DynamoDbLedger(_clients.CreateDynamoDb(), Name, _clients.Budget, _clients.CreateS3(), Name);
    }
}
