using Microsoft.Extensions.Options;

namespace Attesto;

/// <summary>Asks every check at the start of a server.</summary>
/// <param name="checks">The checks.</param>
internal sealed class StartChecks(IEnumerable<IStartCheck> checks)
{
    /// <summary>Asks them all, whatever the first ones find.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Every fault.</returns>
    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var check in checks)
        {
            try
            {
                faults.AddRange(await check.FindFaultsAsync(cancellationToken));
            }
            catch (OptionsValidationException fault) when (fault.OptionsType == typeof(AttestoOptions))
            {
                // The options are looked at by themselves.
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                faults.Add(fault.Message);
            }
        }

        return [.. faults.Distinct(StringComparer.Ordinal)];
    }
}
