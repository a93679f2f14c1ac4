"""From blind work to gold: applying rules, deciding by hand, writing gold down."""
