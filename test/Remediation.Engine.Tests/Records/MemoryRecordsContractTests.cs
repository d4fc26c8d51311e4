using Remediation.Engine.Records;

namespace Remediation.Engine.Tests.Records;

public sealed class MemoryRecordsContractTests : RecordStoreContract
{
    private readonly MemoryRecords _records = new();

    protected override ValueTask<IRecordStore> OpenAsync() => ValueTask.FromResult<IRecordStore>(_records);
}
