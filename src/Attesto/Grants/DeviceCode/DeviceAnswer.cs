namespace Attesto.Grants;

/// <summary>What the browser gets at the device page. A closed set.</summary>
internal abstract record DeviceAnswer
{
    private DeviceAnswer()
    {
    }

    /// <summary>One of the device pages.</summary>
    /// <param name="Page">Which, about what.</param>
    public sealed record Show(DeviceVerification Page) : DeviceAnswer
    {
        /// <summary>At <see cref="DeviceStage.Confirm"/>, what the page names: this device, this person, this scope. The transport seals it into the form.</summary>
        public TokenHash? Named { get; init; }
    }

    /// <summary>The consent policy answers the browser itself.</summary>
    /// <param name="Response">The host's response, rendered by the transport as it is.</param>
    public sealed record Handled(object Response) : DeviceAnswer;
}
