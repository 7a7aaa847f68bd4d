using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Binds the configuration section <c>Attesto</c>, and refuses names that no option has and values that do not bind:
/// a misspelt safeguard must not pass for a set one.</summary>
internal sealed class AttestoSection(IServiceProvider services) : IConfigureOptions<AttestoOptions>, IValidateOptions<AttestoOptions>
{
    private readonly IConfigurationSection? _section = services.GetService<IConfiguration>()?.GetSection("Attesto"); // a bare container has no configuration

    private string[] _unbound = [];

    public void Configure(AttestoOptions options) => _unbound = _section is null
        ? []
        : [.. OptionTree.LeavesOf(typeof(AttestoOptions)).Select(leaf => OptionBinding.Bind(options, leaf, _section.GetSection(leaf.Path))).OfType<string>()];

    public ValidateOptionsResult Validate(string? name, AttestoOptions options)
    {
        var unknown = _section is null ? [] : OptionTree.FaultsOf(_section, typeof(AttestoOptions), "this server");
        string[] faults = [.. _unbound, .. unknown];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
