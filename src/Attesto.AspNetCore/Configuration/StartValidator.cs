using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Adds to faults of the options what else is wrong: whoever mends them should not meet the next message then. The options come first in a start, and
/// where they are in order <see cref="StartupReport"/> asks the rest.</summary>
/// <param name="inner">The framework's validator, of the host's options, too.</param>
/// <param name="checks">The rest; null for an API without a server.</param>
internal sealed class StartValidator(IStartupValidator inner, StartChecks? checks) : IStartupValidator
{
    public void Validate()
    {
        try
        {
            inner.Validate();
        }
        catch (Exception fault) when (FaultsOf(fault) is { Count: > 0 } faults)
        {
            if (checks is not null)
            {
                // Nothing has started yet, and the interface has no asynchronous form.
                faults.AddRange(Task.Run(() => checks.FindFaultsAsync(CancellationToken.None)).GetAwaiter().GetResult());
            }

            throw new StartException([.. faults.Distinct(StringComparer.Ordinal)]);
        }
    }

    /// <summary>Stands in front of the framework's validator, which <c>ValidateOnStart</c> has registered.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(IStartupValidator)) is { ImplementationType: not null } inner)
        {
            services.AddTransient<IStartupValidator>(provider => new StartValidator(
                (IStartupValidator)ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!), provider.GetService<StartChecks>()));
        }
    }

    // Empty if one of them is no matter of options.
    private static List<string> FaultsOf(Exception fault) => fault switch
    {
        OptionsValidationException options => [.. options.Failures],
        AggregateException several when several.InnerExceptions.All(one => one is OptionsValidationException) => [.. several.InnerExceptions.SelectMany(FaultsOf)],
        _ => [],
    };
}
