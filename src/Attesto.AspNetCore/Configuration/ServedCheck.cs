using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Stops the start over what <see cref="OfferChecks"/> finds.</summary>
internal sealed class ServedCheck(IOptions<AttestoOptions> options, IServiceScopeFactory scopes) : IStartCheck
{
    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return [.. OfferChecks.Find(options.Value, scope.ServiceProvider).Select(finding => finding.Message)];
    }
}
