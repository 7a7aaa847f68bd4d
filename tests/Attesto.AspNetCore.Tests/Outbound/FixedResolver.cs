using System.Net;

namespace Attesto.AspNetCore.Outbound;

/// <summary>Answers what the test says, and counts how often it was asked; the last answer repeats.</summary>
internal sealed class FixedResolver(params string[][] answers) : IAddressResolver
{
    public int Calls { get; private set; }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var answer = answers[Math.Min(Calls++, answers.Length - 1)];
        return Task.FromResult<IReadOnlyList<IPAddress>>([.. answer.Select(IPAddress.Parse)]);
    }
}
