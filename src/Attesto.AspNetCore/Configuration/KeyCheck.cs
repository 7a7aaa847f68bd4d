using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Stops the start over what <see cref="KeyChecks"/> finds.</summary>
internal sealed class KeyCheck(IOptions<AttestoOptions> options, RegisteredServices registered, IServiceScopeFactory scopes) : IStartCheck
{
    /// <summary>What was found that stops no start; empty before the check has run.</summary>
    public IReadOnlyList<Finding> Warnings { get; private set; } = [];

    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        if (registered.Services.LacksAttesto(typeof(IKeystore)))
        {
            return []; // said with what else the host lacks
        }

        await using var scope = scopes.CreateAsyncScope();
        _ = scope.ServiceProvider.GetRequiredService<IKeystore>(); // keys that cannot be opened are told even where the options cannot be read
        var findings = (await KeyChecks.FindAsync(options.Value, scope.ServiceProvider, cancellationToken)).ToLookup(finding => finding.Check.Severity is CheckSeverity.Error);
        Warnings = [.. findings[false]];
        return [.. findings[true].Select(finding => finding.Message)];
    }
}
