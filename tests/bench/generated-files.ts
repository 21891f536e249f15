/** The attributes of a contact, which a workspace has once. */
export const CONTACT = 'contact {\n  country text\n  plan text\n}\n';

/** Fifty lines with every kind of declaration, which refer to one another and to nothing else but the attributes. */
export function fiftyLines(index: number): string {
  const n = String(index);
  return `channel news_${n} "News ${n}"

email teaser_${n} "Teaser ${n}" {
  id "d-${n}"
  channel news_${n}
  link pricing "https://acme.example/${n}/pricing"
}
email invite_${n} "Invitation ${n}"
form demo_${n}
activity purchase_${n} "Purchase ${n}" {
  value number
}

segment keen_${n} "Keen ${n}"
  when clicked any email at least 3 times in last 30 days or score intent_${n} > 20

score intent_${n} "Intent ${n}" {
  +10 when clicked teaser_${n}.pricing
  -5 when visited "*/careers/${n}*"
}

/** From first contact to first purchase. */
journey journey_${n} "Journey ${n}" {
  audience when contact.country in ("DE", "CZ") and not contact.plan == "pro"
  stage browsing "Browsing" {
    enter when delivered teaser_${n}
  }
  stage interested "Interested" {
    enter when clicked teaser_${n}.pricing within 14 days // or later
    enter from dormant when clicked any email
    touchpoints invite_${n}
  }
  stage customer "Customer" {
    enter when performed purchase_${n} where (value > 0 and value < 1000)
    kpi 25% of interested within 14 days
  }
  side stage dormant "Dormant" {
    enter from browsing, interested when not clicked any email for 30 days
  }
}

test "a purchase ${n}" in journey_${n} {
  contact ann {
    country "DE"
    day 0 delivered teaser_${n}
    day 2 at 09:30 submitted demo_${n}
  }
  expect ann in browsing on day 2
}
`;
}
