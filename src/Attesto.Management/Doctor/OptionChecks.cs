using System.Collections.Immutable;
using Attesto.AspNetCore;
using Attesto.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.Management;

/// <summary>What the start demands of the options, one check for each kind of it.</summary>
internal static class OptionChecks
{
    private static readonly ServerCheck Known = new(
        "options.known",
        CheckSeverity.Error,
        "",
        "Every setting of the section Attesto is an option, of its type.",
        "Correct the name or the value; docs/settings.md lists them.");

    private static readonly ServerCheck Valid = new(
        "options.valid", CheckSeverity.Error, "", "Every option has a value that it may have.", "Set it as the message says.");

    private static readonly ServerCheck Provided = new(
        "host.provided", CheckSeverity.Error, "", "The host has what only a host can provide.", "Call what the message names.");

    private static readonly ServerCheck Others = new(
        "options.agreed", CheckSeverity.Error, "", "The host's surroundings agree to the options.", "Do what the message says.");

    private static readonly ImmutableDictionary<string, ServerCheck> Profile = Fapi2Options.RulesOf(SecurityProfile.Fapi2MessageSigning).ToImmutableDictionary(
        rule => rule.Option,
        rule => new ServerCheck(
            $"fapi2.{string.Join('.', rule.Option.Split(':').Select(Kebab))}",
            CheckSeverity.Error,
            $"FAPI 2.0 {rule.Clause}",
            $"Under a FAPI profile Attesto:{rule.Option} keeps to it.",
            $"Attesto:{rule.Option}: {rule.Fix}."),
        StringComparer.Ordinal);

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All =>
        [Known, Valid, Provided, Others, .. Fapi2Options.RulesOf(SecurityProfile.Fapi2MessageSigning).Select(rule => Profile[rule.Option])];

    /// <summary>The options as the start would have them, and what it would say of them.</summary>
    public static (AttestoOptions Options, IReadOnlyList<Finding> Findings) Find(IServiceProvider services)
    {
        var options = new AttestoOptions();
        foreach (var configure in services.GetServices<IConfigureOptions<AttestoOptions>>())
        {
            configure.Configure(options);
        }

        foreach (var configure in services.GetServices<IPostConfigureOptions<AttestoOptions>>())
        {
            configure.PostConfigure(Options.DefaultName, options);
        }

        var rules = Fapi2Options.RulesOf(options.Profile).Where(rule => !rule.Holds(options))
            .ToDictionary(rule => $"Attesto:{rule.Option} {rule.Explain(options)}", rule => Profile[rule.Option], StringComparer.Ordinal);
        return (options,
        [
            .. from validator in services.GetServices<IValidateOptions<AttestoOptions>>()
               let result = validator.Validate(Options.DefaultName, options)
               where result.Failed
               from message in result.Failures ?? []
               select (rules.GetValueOrDefault(message) ?? KindOf(validator)).Found(message),
        ]);
    }

    private static ServerCheck KindOf(IValidateOptions<AttestoOptions> validator) => validator switch
    {
        AttestoSection => Known,
        AttestoOptionsValidator or HttpOptionsValidator => Valid,
        HostValidator => Provided,
        _ => Others,
    };

    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
