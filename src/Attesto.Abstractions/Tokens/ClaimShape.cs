namespace Attesto;

/// <summary>What a required claim must look like.</summary>
public enum ClaimShape
{
    /// <summary>A string with at least one character.</summary>
    NonEmptyString,

    /// <summary>A string, possibly empty.</summary>
    String,

    /// <summary>An integer of zero or more.</summary>
    NonNegativeInteger,
}
