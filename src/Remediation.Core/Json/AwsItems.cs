namespace Remediation.Core.Json;

/// <summary>The elements of an array, in order; none where there is no array.</summary>
internal readonly struct AwsItems(AwsText? text, int first, int end)
{
    public Enumerator GetEnumerator() => new(text, first, end);

    /// <summary>Goes over the elements once.</summary>
    internal struct Enumerator(AwsText? text, int first, int end)
    {
        private int _next = first;
        private int _at = first;

        public readonly AwsValue Current => new(text, _at);

        public bool MoveNext()
        {
            if (text is null || _next >= end)
            {
                return false;
            }
            _at = _next;
            _next = text.At(_at).Next;
            return true;
        }
    }
}
